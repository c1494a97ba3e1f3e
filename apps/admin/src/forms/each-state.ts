/** What became of many things that one verb was run for, each by itself. */
export interface EachState {
  readonly done: readonly string[];
  readonly refused: readonly { readonly id: string; readonly message: string }[];
  /** Why none of them was tried. */
  readonly problem: string | null;
}

export const NONE_TRIED: EachState = { done: [], refused: [], problem: null };

export type EachAction = (state: EachState, form: FormData) => Promise<EachState>;

/** The most that one form may name; a list shows no more on a page. */
export const EACH_MAX = 100;

/** “3 done, 1 refused.” */
export function eachInWords({ done, refused }: EachState): string {
  const parts = [
    done.length > 0 ? `${done.length} done` : null,
    refused.length > 0 ? `${refused.length} refused` : null,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

/** Refusals by their reason, so that twenty of the same are one sentence. */
export function byReason(refused: EachState["refused"]): { message: string; ids: string[] }[] {
  const reasons = new Map<string, string[]>();
  for (const { id, message } of refused) reasons.set(message, [...(reasons.get(message) ?? []), id]);
  return [...reasons].map(([message, ids]) => ({ message, ids }));
}
