const ORDER_ID = /^ord_[0-9a-z]{26}$/;

export function isOrderId(value: string): boolean {
  return ORDER_ID.test(value);
}

/** The cookie that holds a guest's token of one order: the page of the order is open to whoever placed it. */
export function orderTokenCookie(orderId: string): string {
  return `stoa_${orderId}`;
}
