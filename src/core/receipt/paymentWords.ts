/** Ways of paying as receipts print them, upper case without diacritics. */

/** A way of paying: what it is called here, and what receipts print for it. */
export interface PaymentMethod {
  readonly name: string;
  /** Words that tell it wherever they stand at the foot; a space in them may be missing. */
  readonly printed: readonly string[];
  /** Words that are something else's, too, where no amount stands beside them. */
  readonly besideAmount: readonly string[];
}

/** The more telling come first: a `VISA DEBIT` is a Visa, and `EC CASH` is no cash. */
export const paymentMethods: readonly PaymentMethod[] = [
  method('Visa', 'VISA, V PAY'),
  method('Mastercard', 'MASTER CARD', 'MASTER'),
  method('American Express', 'AMERICAN EXPRESS, AMEX'),
  method('Diners Club', 'DINERS CLUB', 'DINERS'),
  method('Discover', 'DISCOVER CARD', 'DISCOVER'),
  method('JCB', 'JCB'),
  method('UnionPay', 'UNION PAY, 银联, 銀聯'),
  method(
    'Gift card',
    'GIFT CARD, GESCHENKKARTE, CARTE CADEAU, TARJETA REGALO, CADEAUKAART, PRESENTKORT',
    'STORE CREDIT',
  ),
  method(
    'Meal voucher',
    'TICKET RESTAURANT, TITRE RESTAURANT, MEAL VOUCHER, CHEQUE DEJEUNER, BUONI PASTO, VALE REFEICAO',
  ),
  method('Voucher', '', 'VOUCHER, GUTSCHEIN, BON D ACHAT'),
  method('Cheque', 'CHEQUE BANCAIRE', 'CHEQUE, CHEQUES'),
  method(
    'E-wallet',
    'E WALLET, APPLE PAY, GOOGLE PAY, SAMSUNG PAY, PAY PAL, ALI PAY, WECHAT PAY, GRAB PAY, TOUCH N GO, DUITNOW, GO PAY' +
      ', SHOPEE PAY, QRIS, PAYTM, PHONE PE, G PAY, UPI, PAY PAY, TWINT, SWISH, BLIK, PIX, BIZUM, MB WAY, SATISPAY, KLARNA' +
      ', 微信支付, 支付宝, 電子マネー, 交通系',
    'BOOST, WALLET, EPAY, OVO, SUICA',
  ),
  method('Direct debit', 'LASTSCHRIFT, DIRECT DEBIT'),
  method(
    'Debit card',
    'DEBIT CARD, MY DEBIT, DEBIT, PINPAS, BANKPAS, BANCOMAT, BANKOMAT, CARTAO DE DEBITO, CARTAO DEBITO, TARJETA DE DEBITO' +
      ', TARJETA DEBITO, CARTA DI DEBITO, CARTE DE DEBIT, KARTA DEBETOWA, BANKKORT, GIROCARD, EC KARTE, EC CASH, MAESTRO' +
      ', MULTIBANCO, INTERAC, EFTPOS, POSTFINANCE CARD, PINNEN',
    'PIN, EC, EFT, NETS, DEBET',
  ),
  method(
    'Credit card',
    'CREDIT CARD, KREDITKARTE, CARTAO DE CREDITO, TARJETA DE CREDITO, CARTA DI CREDITO, CARTE DE CREDIT, CARTE BANCAIRE' +
      ', CARTE BLEUE, KREDIETKAART, KAD KREDIT, KARTU KREDIT, KARTA KREDYTOWA, KREDITKORT, クレジット, クレジットカード',
    'CREDIT, CB',
  ),
  method(
    'Bank transfer',
    'BANK TRANSFER, PAYNOW, UBERWEISUNG, BONIFICO',
    'IDEAL, TRANSFER, VIREMENT, TRANSFERENCIA, OVERSCHRIJVING, PRZELEW',
  ),
  method(
    'Cash',
    'CASH, TUNAI, BARGELD, BARZAHLUNG, ESPECES, EFECTIVO, DINHEIRO, NUMERARIO, CONTANTI, CONTANTE, CONTANT, CONTANTEN' +
      ', KONTANT, KONTANTER, GOTOWKA, 現金, 现金',
    'BAR',
  ),
  method(
    'Card',
    'CARD PAYMENT, KARTENZAHLUNG, CONTACTLESS, KONTAKTLOS, SANS CONTACT, PAGAMENTO ELETTRONICO, TARJETA BANCARIA',
    'CARD, KARTE, CARTE, TARJETA, CARTAO, CARTA, KAD, KORT, KORTBETALNING, KONTOKORT, KARTA, KARTA PLATNICZA, KARTU',
  ),
];

function method(name: string, printed: string, besideAmount = ''): PaymentMethod {
  return { name, printed: phrases(printed), besideAmount: phrases(besideAmount) };
}

function phrases(list: string): readonly string[] {
  return list === '' ? [] : list.split(', ');
}

/** What is printed for some of the methods. */
export function paymentWords(isWanted: (name: string) => boolean): readonly string[] {
  return paymentMethods
    .filter(({ name }) => isWanted(name))
    .flatMap(({ printed, besideAmount }) => [...printed, ...besideAmount]);
}
