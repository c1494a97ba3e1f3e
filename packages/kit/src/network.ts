import { z } from "zod";

/**
 * An address or a network: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. An IPv4 address written as IPv6
 * (`::ffff:203.0.113.7`) is refused: callers are compared by their own family, so such a rule would never hold.
 */
export const networkSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
  .refine((network) => !/^::ffff:/.test(network));
