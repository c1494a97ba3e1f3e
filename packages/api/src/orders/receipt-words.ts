/** The words of a receipt, in the language the buyer bought in. */
export interface ReceiptWords {
  title: string;
  number: string;
  issued: string;
  order: string;
  buyer: string;
  seller: string;
  taxNumber: string;
  item: string;
  quantity: string;
  unit: string;
  amount: string;
  subtotal: string;
  discount: string;
  taxIncluded: string;
  taxAdded: string;
  total: string;
  paid: string;
}

/** What differs on the receipt of an order that holds nothing but a donation. */
type GiftWords = Pick<ReceiptWords, "title" | "buyer" | "seller" | "item" | "total" | "paid">;

const GIFT: Readonly<Record<string, GiftWords>> = {
  en: {
    title: "Receipt of a donation",
    buyer: "Given by",
    seller: "Received by",
    item: "Gift",
    total: "Given in all",
    paid: "A donation: nothing was sold for it. Keep this receipt for your records.",
  },
  hi: {
    title: "दान की रसीद",
    buyer: "दाता",
    seller: "प्राप्तकर्ता",
    item: "दान",
    total: "कुल दान",
    paid: "यह दान है: इसके बदले कुछ नहीं बेचा गया। यह रसीद अपने पास रखें।",
  },
  fr: {
    title: "Reçu de don",
    buyer: "Donné par",
    seller: "Reçu par",
    item: "Don",
    total: "Donné en tout",
    paid: "Un don : rien n’a été vendu en échange. Conservez ce reçu.",
  },
};

const WORDS: Readonly<Record<string, ReceiptWords>> = {
  en: {
    title: "Receipt",
    number: "Invoice number",
    issued: "Issued on",
    order: "Order",
    buyer: "Bought by",
    seller: "Sold by",
    taxNumber: "Tax number",
    item: "Item",
    quantity: "Qty",
    unit: "Price",
    amount: "Amount",
    subtotal: "Subtotal",
    discount: "Discount",
    taxIncluded: "of which",
    taxAdded: "plus",
    total: "Total paid",
    paid: "Paid in full. Keep this receipt for your records.",
  },
  hi: {
    title: "रसीद",
    number: "चालान संख्या",
    issued: "जारी होने की तिथि",
    order: "ऑर्डर",
    buyer: "ख़रीदार",
    seller: "विक्रेता",
    taxNumber: "कर संख्या",
    item: "वस्तु",
    quantity: "मात्रा",
    unit: "मूल्य",
    amount: "राशि",
    subtotal: "उप-योग",
    discount: "छूट",
    taxIncluded: "इसमें शामिल",
    taxAdded: "इसके अतिरिक्त",
    total: "कुल भुगतान",
    paid: "पूरा भुगतान हो चुका है। यह रसीद अपने पास रखें।",
  },
  fr: {
    title: "Reçu",
    number: "Numéro de facture",
    issued: "Émis le",
    order: "Commande",
    buyer: "Acheté par",
    seller: "Vendu par",
    taxNumber: "Numéro fiscal",
    item: "Article",
    quantity: "Qté",
    unit: "Prix",
    amount: "Montant",
    subtotal: "Sous-total",
    discount: "Remise",
    taxIncluded: "dont",
    taxAdded: "plus",
    total: "Total payé",
    paid: "Payé en totalité. Conservez ce reçu.",
  },
};

/** English where a language is missing. */
export function receiptWords(locale: string, { gift }: { gift: boolean }): ReceiptWords {
  const words = WORDS[locale] ?? WORDS.en;
  if (!words) throw new Error("English is always there");
  return gift ? { ...words, ...(GIFT[locale] ?? GIFT.en) } : words;
}
