"use client";

import { feedLevel } from "#components/shell/feed.ts";
import { Banner } from "#components/ui/banner.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { useFromNow } from "#components/ui/server-clock.tsx";
import { Countdown } from "#components/ui/time-ago.tsx";
import { isOtherBuild } from "#lib/client/live-build.ts";
import { signInHref } from "#lib/client/next-path.ts";
import { useDataAge, useFeed } from "./live-provider.tsx";

/** What changes how every value on the screen is to be read: signed out, stale, read-only, or just restarted. */
export function FeedBanners() {
  const { status, graceUntil, readOnly, build } = useFeed();
  const stale = feedLevel(useDataAge()) === "stale";
  const recovering = useFromNow((nowMs) => graceUntil !== null && graceUntil > nowMs);
  if (status === "signed-out") {
    return (
      <Banner
        tone="danger"
        title="You are signed out. What you see is no longer updated."
        action={
          <a
            className={buttonClass("secondary", "sm")}
            href={signInHref(`${window.location.pathname}${window.location.search}`)}
          >
            Sign in
          </a>
        }
      />
    );
  }
  return (
    <>
      {stale && (
        <Banner tone="danger" title="The connection to the server is lost: every value below is old.">
          Values stay grey until it is back. Trying again by itself.
        </Banner>
      )}
      {readOnly !== null && (
        <Banner tone="danger" title="Read-only: the server cannot store anything now.">
          <SafeText text={readOnly} />
        </Banner>
      )}
      {isOtherBuild(build) && (
        <Banner
          tone="info"
          title="A new version of the console is here."
          action={
            <button
              type="button"
              className={buttonClass("secondary", "sm")}
              onClick={() => window.location.reload()}
            >
              Reload
            </button>
          }
        />
      )}
      {recovering && graceUntil !== null && (
        <Banner tone="info" title="The server has just started: owners may still show themselves.">
          <Countdown
            untilMs={graceUntil}
            before="No owner is called lost yet; that ends"
            atZero="Ending now"
          />
        </Banner>
      )}
    </>
  );
}
