import Link from "next/link";
import { EmptyState } from "#components/ui/message-state.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { Countdown, TimeAgo } from "#components/ui/time-ago.tsx";
import type { Page, PageDeliveryRow } from "#lib/contract/paging.ts";
import { Scroll } from "./scroll.tsx";

const words = { trigger: "Page", acknowledge: "Acknowledged", resolve: "Over" };
const looks: Record<PageDeliveryRow["state"], { state: StateName; label: string }> = {
  waiting: { state: "waiting", label: "Waiting" },
  delivered: { state: "done", label: "Delivered" },
  failed: { state: "failed", label: "Failed" },
};

/** Each message of the newest pages: to whom, how far, and why not. */
export function DeliveryTable({ pages }: { pages: readonly Page[] }) {
  if (pages.length === 0) {
    return (
      <EmptyState title="No page has gone out">
        <p>A page goes out when a guarded action waits for its second person.</p>
      </EmptyState>
    );
  }
  return (
    <Scroll label="Deliveries">
      <Table>
        <thead>
          <tr>
            <HeadCell>When</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Receiver</HeadCell>
            <HeadCell>Message</HeadCell>
            <HeadCell>Page</HeadCell>
            <HeadCell numeric>Attempts</HeadCell>
            <HeadCell>Note</HeadCell>
          </tr>
        </thead>
        <tbody>
          {pages.map((page) =>
            page.deliveries.length === 0 ? (
              <Row key={page.id}>
                <Cell>
                  <TimeAgo atMs={page.createdAt} show="relative" />
                </Cell>
                <Cell>
                  <StateBadge state="unknown" label="Sent nowhere" />
                </Cell>
                <Cell className="text-tertiary">none was switched on</Cell>
                <Cell>Page</Cell>
                <PageCell page={page} />
                <Cell colSpan={2} />
              </Row>
            ) : (
              page.deliveries
                .toReversed()
                .map((delivery) => (
                  <DeliveryRow
                    key={`${page.id} ${delivery.targetId} ${delivery.what}`}
                    page={page}
                    delivery={delivery}
                  />
                ))
            ),
          )}
        </tbody>
      </Table>
    </Scroll>
  );
}

function DeliveryRow({ page, delivery }: { page: Page; delivery: PageDeliveryRow }) {
  const { state, what, targetName, attempts, deliveredAt, lastError, nextAt } = delivery;
  const look = looks[state];
  return (
    <Row>
      <Cell>
        <TimeAgo atMs={deliveredAt ?? page.createdAt} show="relative" />
      </Cell>
      <Cell>
        <StateBadge state={look.state} label={look.label} />
      </Cell>
      <Cell className="max-w-48">
        <SafeText text={targetName} truncate="middle" />
        {lastError !== null && (
          <SafeText text={lastError} maxLength={80} truncate className="text-xs text-tertiary sm:hidden" />
        )}
      </Cell>
      <Cell>{words[what]}</Cell>
      <PageCell page={page} />
      <Cell numeric>{attempts}</Cell>
      <Cell className="max-w-96 text-secondary">
        <span className="flex gap-2">
          {lastError !== null && <SafeText text={lastError} maxLength={200} truncate />}
          {state === "waiting" && attempts > 0 && (
            <Countdown
              untilMs={nextAt}
              before="again"
              atZero="again now"
              className="shrink-0 text-tertiary"
            />
          )}
        </span>
      </Cell>
    </Row>
  );
}

function PageCell({ page }: { page: Page }) {
  return (
    <Cell className="max-w-72">
      <Link href={page.link} className="hover:underline">
        <SafeText text={page.title} maxLength={200} truncate />
      </Link>
    </Cell>
  );
}
