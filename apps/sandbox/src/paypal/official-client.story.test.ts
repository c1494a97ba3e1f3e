import {
  CheckoutPaymentIntent,
  Client,
  CustomError,
  Environment,
  OrdersController,
  PaymentsController,
  PaypalExperienceUserAction,
  TransactionSearchController,
} from "@paypal/paypal-server-sdk";
import { describe, expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";

const sandbox = testSandbox({ PAYPAL_CLIENT_ID: "shop", PAYPAL_CLIENT_SECRET: "secret" });

/** PayPal's own library against the sandbox. It has no option for another host, so each request is led there. */
function client(secret = "secret"): Client {
  return new Client({
    environment: Environment.Sandbox,
    clientCredentialsAuthCredentials: { oAuthClientId: "shop", oAuthClientSecret: secret },
    timeout: 10_000,
    unstable_httpClientOptions: {
      adapter: (config: { url?: string }) => leadToSandbox(config),
    },
  });
}

async function leadToSandbox(config: { url?: string; method?: string; headers?: unknown; data?: unknown }) {
  const url = (config.url ?? "").replace("https://api-m.sandbox.paypal.com", `${sandbox.url}/paypal`);
  const headers = Object.fromEntries(
    Object.entries({ ...(config.headers as object) }).filter(([, v]) => v !== undefined),
  );
  const response = await fetch(url, {
    method: config.method ?? "get",
    headers: headers as Record<string, string>,
    ...(config.data === undefined ? {} : { body: config.data as string }),
  });
  const data = await response.text();
  return {
    data,
    status: response.status,
    statusText: "",
    headers: Object.fromEntries(response.headers),
    config,
    request: {},
  };
}

function order(orderId: string, value = "49.00") {
  return {
    intent: CheckoutPaymentIntent.Capture,
    purchaseUnits: [
      { referenceId: orderId, customId: orderId, invoiceId: orderId, amount: { currencyCode: "EUR", value } },
    ],
    paymentSource: {
      paypal: {
        experienceContext: {
          returnUrl: "http://127.0.0.1:9/return?order=1",
          cancelUrl: "http://127.0.0.1:9/cancel",
          userAction: PaypalExperienceUserAction.PayNow,
        },
      },
    },
  };
}

async function issueOf(call: Promise<unknown>): Promise<string | undefined> {
  const error = await call.catch((thrown: unknown) => thrown);
  return error instanceof CustomError ? error.result?.details?.[0]?.issue : undefined;
}

describe("PayPal's own library", () => {
  it("makes an order, has it approved on the page, captures, refunds and finds it in the report", async () => {
    const [orders, payments] = [new OrdersController(client()), new PaymentsController(client())];
    const made = await orders.createOrder({ body: order("ord_sdk"), paypalRequestId: "sdk-1" });
    expect(made.statusCode).toBe(201);
    expect(made.result.status).toBe("PAYER_ACTION_REQUIRED");
    const again = await orders.createOrder({ body: order("ord_sdk"), paypalRequestId: "sdk-1" });
    expect([again.statusCode, again.result.id]).toEqual([200, made.result.id]);
    const id = made.result.id ?? "";
    expect(await issueOf(orders.captureOrder({ id }))).toBe("ORDER_NOT_APPROVED");

    const page = made.result.links?.find((link) => link.rel === "payer-action")?.href ?? "";
    expect(await (await fetch(page)).text()).toContain("49.00 EUR");
    const fields = new URLSearchParams({ token: id, answer: "pay", funding: "balance" });
    const approved = await fetch(page, { method: "POST", body: fields, redirect: "manual" });
    expect(approved.status).toBe(303);
    expect(approved.headers.get("location")).toMatch(new RegExp(`/return\\?order=1&token=${id}&PayerID=`));

    const captured = await orders.captureOrder({ id, prefer: "return=representation" });
    const capture = captured.result.purchaseUnits?.[0]?.payments?.captures?.[0];
    expect(capture).toMatchObject({ status: "COMPLETED", customId: "ord_sdk", amount: { value: "49.00" } });
    expect(await issueOf(orders.captureOrder({ id }))).toBe("ORDER_ALREADY_CAPTURED");
    const captureId = capture?.id ?? "";
    const amount = { currencyCode: "EUR", value: "9.00" };
    const refund = await payments.refundCapturedPayment({ captureId, body: { amount } });
    expect(refund.result).toMatchObject({ status: "COMPLETED", amount });
    const tooMuch = payments.refundCapturedPayment({ captureId, body: { amount: { ...amount, value: "40.01" } } });
    expect(await issueOf(tooMuch)).toBe("REFUND_AMOUNT_EXCEEDED");

    const search = new TransactionSearchController(client());
    const startDate = new Date(Date.now() - 60_000).toISOString();
    const endDate = new Date(Date.now() + 60_000).toISOString();
    const report = await search.searchTransactions({ startDate, endDate });
    const codes = report.result.transactionDetails?.map((detail) => detail.transactionInfo?.transactionEventCode);
    expect(codes).toEqual(["T0006", "T1107"]);
  });

  it("is told that its secret is wrong, that nothing is there, and that an instrument was declined", async () => {
    await expect(new OrdersController(client("wrong")).getOrder({ id: "none" })).rejects.toThrow();
    const orders = new OrdersController(client());
    expect(await issueOf(orders.getOrder({ id: "NONE" }))).toBe("INVALID_RESOURCE_ID");
    const { result } = await orders.createOrder({ body: order("ord_declined"), paypalRequestId: "sdk-2" });
    const id = result.id ?? "";
    await sandbox.control("POST", "pay", { reference: "ord_declined", outcome: "failed" });
    expect(await issueOf(orders.captureOrder({ id }))).toBe("INSTRUMENT_DECLINED");
    await sandbox.control("POST", "pay", { reference: "ord_declined", outcome: "succeeded" });
    expect((await orders.captureOrder({ id })).result.status).toBe("COMPLETED");
  });

  it("cannot capture an order that has lapsed, nor take money twice for one invoice", async () => {
    const orders = new OrdersController(client());
    const { result: lapsed } = await orders.createOrder({ body: order("ord_lapsed"), paypalRequestId: "sdk-3" });
    await sandbox.control("POST", "pay", { reference: "ord_lapsed", outcome: "expired" });
    expect(await issueOf(orders.captureOrder({ id: lapsed.id ?? "" }))).toBe("ORDER_EXPIRED");
    const ids = [];
    for (const paypalRequestId of ["sdk-4", "sdk-5"]) {
      const { result } = await orders.createOrder({ body: order("ord_twice"), paypalRequestId });
      ids.push(result.id ?? "");
      await sandbox.control("POST", "pay", { reference: result.id, outcome: "succeeded" });
    }
    await orders.captureOrder({ id: ids[0] ?? "" });
    expect(await issueOf(orders.captureOrder({ id: ids[1] ?? "" }))).toBe("DUPLICATE_INVOICE_ID");
  });
});
