/** @file Detection of a file's format by its first bytes. */

/** Readable formats. */
export type PictureFormat = 'PNG' | 'JPEG' | 'WebP'

export const readFormats: readonly PictureFormat[] = ['PNG', 'JPEG', 'WebP']

/** The number of bytes that suffices to detect a format. */
export const headLength = 32

/** The signature of a format: characters, one byte each, at an offset. */
type Signature = readonly [format: string, at: number, characters: string]

const signatures: readonly Signature[] = [
  ['PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['JPEG', 0, '\xff\xd8\xff'],
  ['WebP', 8, 'WEBPVP8'],
  ['GIF', 0, 'GIF8'],
  ['BMP', 0, 'BM'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['AVIF', 4, 'ftypavif'],
  ['AVIF', 4, 'ftypavis'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftypmif1'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 4, 'JXL \r\n'],
  ['JPEG 2000', 4, 'jP  \r\n'],
  ['SVG', 0, '<svg'],
  ['XML', 0, '<?xml'],
  ['HTML', 0, '<!doctype html'],
  ['HTML', 0, '<html'],
]

/** The format of a file that begins with these bytes; undefined if unknown. */
export function formatOf(head: Buffer): string | undefined {
  const start = head.toString('latin1', 0, headLength)
  return signatures.find(([, at, characters]) => {
    const found = start.slice(at, at + characters.length)
    return characters.startsWith('<') ? found.toLowerCase() === characters : found === characters
  })?.[0]
}

export function isRead(format: string | undefined): format is PictureFormat {
  return readFormats.some((one) => one === format)
}
