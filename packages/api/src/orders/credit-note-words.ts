/** The words that a credit note does not share with a receipt, in the language the buyer bought in. */
export interface CreditNoteWords {
  title: string;
  number: string;
  invoice: string;
  item: string;
  net: string;
  amount: string;
  total: string;
  because: Readonly<Record<"refund" | "dispute_lost", string>>;
}

/** What differs on the credit note of nothing but a donation. */
type GiftWords = Pick<CreditNoteWords, "title" | "invoice" | "item" | "amount" | "total" | "because">;

const GIFT: Readonly<Record<string, GiftWords>> = {
  en: {
    title: "Return of a donation",
    invoice: "For receipt",
    item: "Gift",
    amount: "Given back",
    total: "Given back in all",
    because: {
      refund:
        "This donation was given back to you. Keep this note with its receipt: so much of it counts as not given.",
      dispute_lost:
        "Your bank took this donation back for you. Keep this note with its receipt: so much of it counts as not given.",
    },
  },
  hi: {
    title: "दान की वापसी",
    invoice: "किस रसीद के लिए",
    item: "दान",
    amount: "लौटाया गया",
    total: "कुल लौटाया गया",
    because: {
      refund: "यह दान आपको लौटा दिया गया है। यह नोट दान की रसीद के साथ रखें: इतनी रकम दान में नहीं गिनी जाती।",
      dispute_lost: "आपके बैंक ने यह दान आपके लिए वापस लिया है। यह नोट दान की रसीद के साथ रखें: इतनी रकम दान में नहीं गिनी जाती।",
    },
  },
  fr: {
    title: "Restitution d’un don",
    invoice: "Sur le reçu",
    item: "Don",
    amount: "Rendu",
    total: "Rendu en tout",
    because: {
      refund: "Ce don vous a été rendu. Conservez cette note avec son reçu : ce montant ne compte plus comme donné.",
      dispute_lost:
        "Votre banque a repris ce don pour vous. Conservez cette note avec son reçu : ce montant ne compte plus comme donné.",
    },
  },
};

const WORDS: Readonly<Record<string, CreditNoteWords>> = {
  en: {
    title: "Credit note",
    number: "Credit note number",
    invoice: "Credits invoice",
    item: "Item",
    net: "Without tax",
    amount: "Credited",
    total: "Total credited",
    because: {
      refund: "This amount was given back to you. Keep this note with your receipt.",
      dispute_lost: "Your bank took this amount back for you. Keep this note with your receipt.",
    },
  },
  hi: {
    title: "क्रेडिट नोट",
    number: "क्रेडिट नोट संख्या",
    invoice: "किस चालान के लिए",
    item: "वस्तु",
    net: "कर के बिना",
    amount: "लौटाया गया",
    total: "कुल लौटाया गया",
    because: {
      refund: "यह रकम आपको लौटा दी गई है। यह नोट अपनी रसीद के साथ रखें।",
      dispute_lost: "आपके बैंक ने यह रकम आपके लिए वापस ली है। यह नोट अपनी रसीद के साथ रखें।",
    },
  },
  fr: {
    title: "Avoir",
    number: "Numéro d’avoir",
    invoice: "Sur la facture",
    item: "Article",
    net: "Hors taxes",
    amount: "Remboursé",
    total: "Total remboursé",
    because: {
      refund: "Ce montant vous a été rendu. Conservez cet avoir avec votre reçu.",
      dispute_lost: "Votre banque a repris ce montant pour vous. Conservez cet avoir avec votre reçu.",
    },
  },
};

/** English where a language is missing. */
export function creditNoteWords(locale: string, { gift }: { gift: boolean }): CreditNoteWords {
  const words = WORDS[locale] ?? WORDS.en;
  if (!words) throw new Error("English is always there");
  return gift ? { ...words, ...(GIFT[locale] ?? GIFT.en) } : words;
}
