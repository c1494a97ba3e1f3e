import { JsonView } from "@stoa/ui/code-view";
import { EmptyState } from "@stoa/ui/empty-state";
import { Pager } from "@stoa/ui/pager";
import Link from "next/link";
import { ActForm } from "../../../forms/act-form.tsx";
import { BulkForm, type BulkVerb } from "../../../forms/bulk-form.tsx";
import { Confirmed, Decisions } from "../../../forms/confirmed.tsx";
import { namesOf } from "../../../forms/names-of.ts";
import { ChooseBox } from "../../../parts/choose-box.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { Slab } from "../../../parts/slab.tsx";
import { When } from "../../../parts/when.tsx";
import type { Api } from "../../../server/api.ts";
import { href } from "../../../server/query.ts";
import { discardMessage, replayMessage, tendMany } from "./actions.ts";

type DeadPage = Awaited<ReturnType<Api["reporting"]["queues"]["dead"]>>;

/** The form of what is done with many. */
const CHOSEN = "chosen-messages";
const MANY: readonly BulkVerb[] = [
  {
    verb: "replay",
    ask: "Replay…",
    consequence: "Each is queued again. An effect that is there already is not made twice.",
    submit: "Replay them",
  },
  {
    verb: "discard",
    ask: "Discard…",
    consequence: "They will never run. They stay on record, as given up and settled.",
    submit: "Discard for good",
    look: "danger",
  },
];
const nameOf = ({ job, id }: DeadPage["items"][number]) => `${job} ${id}`;

/** Messages that were tried as often as they may be. Nothing runs them again by itself. */
export function DeadLetters({ page, params }: { page: DeadPage; params: Readonly<Record<string, string>> }) {
  const { cursor, ...view } = params;
  if (page.items.length === 0) {
    return (
      <EmptyState title="Nothing was given up.">
        A job comes here after its last try; it waits until somebody replays or discards it.
      </EmptyState>
    );
  }
  return (
    <>
      <BulkForm id={CHOSEN} action={tendMany} names={namesOf(page.items, nameOf)} verbs={MANY} />
      <ul className="grid grid-cols-1 gap-4">
        {page.items.map((message) => (
          <li key={message.id}>
            <DeadLetter message={message} />
          </li>
        ))}
      </ul>
      <Pager
        label="Messages that were given up, pages"
        link={Link}
        firstHref={cursor ? href("/queues", view) : null}
        nextHref={page.nextCursor ? href("/queues", { ...view, cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}

function DeadLetter({ message }: { message: DeadPage["items"][number] }) {
  const { id, job, correlationId } = message;
  const hidden = { id };
  return (
    <Slab id={id} title={job} choose={<ChooseBox form={CHOSEN} id={id} name={nameOf(message)} />}>
      <p className="break-words text-madder text-sm">{message.lastError ?? "It left no word."}</p>
      <Facts
        rows={[
          ["Queue", message.queue],
          ["Tries", message.attempts],
          ["Given up", <When key="d" at={message.deadAt} exact />],
          ["Begun", <When key="c" at={message.createdAt} exact />],
          [
            "Correlation",
            <RowLink key="a" href={href("/audit", { correlationId })}>
              {correlationId}
            </RowLink>,
          ],
        ]}
      />
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-aegean text-sm">
          Payload<span className="sr-only"> of {id}</span>
        </summary>
        <JsonView label={id} value={message.payload} />
      </details>
      <Decisions>
        <ActForm
          id={`replay-${id}`}
          action={replayMessage}
          hidden={hidden}
          submit="Replay"
          busy="Queueing…"
          look="secondary"
          size="sm"
        />
        <Confirmed
          id={`discard-${id}`}
          ask="Discard…"
          consequence="It will never run. It stays on record, as given up and settled."
          action={discardMessage}
          hidden={hidden}
          submit="Discard for good"
          busy="Discarding…"
          look="danger"
          size="sm"
        />
      </Decisions>
    </Slab>
  );
}
