/** The words of a statement, in the language of the affiliate. */
export interface StatementWords {
  title: string;
  affiliate: string;
  period: string;
  payer: string;
  date: string;
  what: string;
  amount: string;
  balance: string;
  opening: string;
  closing: string;
  incomplete: string;
  codes: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<string, StatementWords>> = {
  en: {
    title: "Commission statement",
    affiliate: "Affiliate",
    period: "Period",
    payer: "Paid by",
    date: "Date",
    what: "What",
    amount: "Amount",
    balance: "Balance",
    opening: "Balance at the start",
    closing: "Balance at the end",
    incomplete: "There are more lines than this statement holds. Ask for a shorter period.",
    codes: {
      commission: "Commission",
      clawback: "Sale given back",
      debt_netted: "Kept for what was owed",
      payout: "Paid out",
      payout_returned: "Came back",
      correction: "Correction",
    },
  },
  hi: {
    title: "कमीशन विवरण",
    affiliate: "एफ़िलिएट",
    period: "अवधि",
    payer: "भुगतानकर्ता",
    date: "तारीख़",
    what: "विवरण",
    amount: "राशि",
    balance: "शेष",
    opening: "आरंभिक शेष",
    closing: "अंतिम शेष",
    incomplete: "इस विवरण में जितनी आती हैं उससे अधिक पंक्तियाँ हैं। छोटी अवधि चुनें।",
    codes: {
      commission: "कमीशन",
      clawback: "बिक्री वापस हुई",
      debt_netted: "बकाया में काटा गया",
      payout: "भुगतान किया गया",
      payout_returned: "भुगतान लौट आया",
      correction: "सुधार",
    },
  },
  fr: {
    title: "Relevé de commissions",
    affiliate: "Affilié",
    period: "Période",
    payer: "Payé par",
    date: "Date",
    what: "Objet",
    amount: "Montant",
    balance: "Solde",
    opening: "Solde au début",
    closing: "Solde à la fin",
    incomplete: "Il y a plus de lignes que ce relevé n’en contient. Demandez une période plus courte.",
    codes: {
      commission: "Commission",
      clawback: "Vente remboursée",
      debt_netted: "Retenu pour un dû",
      payout: "Versé",
      payout_returned: "Versement revenu",
      correction: "Correction",
    },
  },
};

export function statementWords(locale: string): StatementWords {
  const words = WORDS[locale] ?? WORDS.en;
  if (!words) throw new Error("English is always there");
  return words;
}
