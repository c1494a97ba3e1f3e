/** The port that the shop front is told to listen on. */
export function frontPort(): number {
  return Number(process.env.WEB_PORT);
}
