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

export function creditNoteWords(locale: string): CreditNoteWords {
  const words = WORDS[locale] ?? WORDS.en;
  if (!words) throw new Error("English is always there");
  return words;
}
