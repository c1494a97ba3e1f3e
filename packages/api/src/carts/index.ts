export {
  type Cart,
  type CartLine,
  countCartLines,
  keepCoupon,
  putInCart,
  readCart,
  takeFromCart,
} from "./cart.ts";
export { noteCartOrder, removeBought } from "./cart-orders.ts";
export { cartsJobs } from "./jobs.ts";
export { mergeCart } from "./merge-cart.ts";
