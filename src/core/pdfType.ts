/** ISO 32000; registered by RFC 8118. */
export const pdfType = 'application/pdf';
