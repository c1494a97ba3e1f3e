/** What the schemas say of a value, and how a person says it. */
const WORDS: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^Too small: expected string to have >=1 characters?$/, () => "This is needed."],
  [/^Too small: expected string to have >=(\d+) characters$/, (least) => `This needs at least ${least} characters.`],
  [/^Too big: expected string to have <=(\d+) characters$/, (most) => `This has at most ${most} characters.`],
  [/^Too small: expected (?:number|int) to be >=0$/, () => "This is not a number that fits here."],
  [/^Too small: expected (?:number|int) to be >=(-?\d+)$/, (least) => `This is at least ${least}.`],
  [/^Too big: expected (?:number|int) to be <=(-?\d+)$/, (most) => `This is at most ${most}.`],
  [/^Invalid input: expected (?:number|int), received (?:NaN|null|string)$/, () => "This is not a number."],
  [/^Invalid input: expected date/, () => "This is not a day, such as 2027-01-31."],
  [/^Invalid (?:input|option)(?:: expected .*)?$/, () => "This is none of the choices."],
  [/^Invalid URL$/, () => "This is not a whole address, such as https://example.com/hook."],
  [/^Invalid email address$/, () => "This is not a whole address."],
  // The verbs' own rules go on from the name of what they speak of.
  [/^((?:is|has|needs) .*[^.])$/, (rule) => `This ${rule}.`],
];

/** A schema's message as a sentence of the form; one that is a sentence already stays as it is. */
export function issueInWords(message: string): string {
  for (const [pattern, say] of WORDS) {
    const match = pattern.exec(message);
    if (match) return say(...match.slice(1));
  }
  return message;
}
