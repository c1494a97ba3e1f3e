"use client";

import type { AppRouter } from "@stoa/api/root";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink } from "@trpc/client";
import { createTRPCReact } from "@trpc/react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";

/** The procedures for what changes while one looks at it; pages are read on the server. */
export const trpc = createTRPCReact<AppRouter>();

interface ProviderProps {
  /** The id under which this page was served; its calls are logged under the same. */
  correlationId: string;
  /** The order that the calls ask about, for a guest who holds its cookie. */
  orderId?: string;
  children: ReactNode;
}

/** Gives the procedures to what stands inside. Only pages that need them have one. */
export function TrpcProvider({ correlationId, orderId, children }: ProviderProps) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 2 } } }));
  const [client] = useState(() =>
    trpc.createClient({
      links: [
        httpBatchLink({
          url: "/api/trpc",
          transformer: superjson,
          headers: { "x-correlation-id": correlationId, ...(orderId ? { "x-order-id": orderId } : {}) },
        }),
      ],
    }),
  );
  return (
    <trpc.Provider client={client} queryClient={queries}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}
