/** Media types of what phones take (ISO/IEC 23008-12). */
export const heifTypes: readonly string[] = ['image/heic', 'image/heic-sequence', 'image/heif', 'image/heif-sequence'];
