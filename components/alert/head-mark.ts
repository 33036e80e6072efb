import { composeTitle, type Sight, titlePrefix } from "./sight.ts";
import { iconOf } from "./sight-icon.ts";

/**
 * Keeps the worst in sight on the tab: before its title and as its icon, through every navigation. The framework sets
 * both anew when a page changes; that is seen before the next paint, so nothing flickers. What has the right value is
 * left alone, or this and the page's own title would never come to rest. `stop` gives the tab back.
 */
export function markHead(doc: Document): { show: (sight: Sight) => void; stop: () => void } {
  let prefix = "";
  let icon: string | null = null;
  // Weakly: each navigation brings links anew, and a tab stands for weeks.
  const icons = new WeakMap<HTMLLinkElement, string>();
  const links = () => doc.head.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]');
  const settle = () => {
    const title = composeTitle(doc.title, prefix);
    if (doc.title !== title) doc.title = title;
    if (icon === null) return;
    for (const link of links()) {
      const now = link.getAttribute("href") ?? "";
      if (now === icon) continue;
      if (!now.startsWith("data:")) icons.set(link, now);
      link.setAttribute("href", icon);
    }
  };
  const observer = new MutationObserver(settle);
  observer.observe(doc.head, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["href"],
  });
  return {
    show: (sight) => {
      prefix = titlePrefix(sight);
      icon = iconOf(sight);
      settle();
    },
    stop: () => {
      observer.disconnect();
      doc.title = composeTitle(doc.title, "");
      for (const link of links()) {
        const href = icons.get(link);
        if (href !== undefined) link.setAttribute("href", href);
      }
    },
  };
}
