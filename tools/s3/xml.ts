/** An element's content: text, or child elements in order. */
export type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent];

/** A request that is rejected in S3's own terms: it becomes the error document that S3 clients branch on. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  /** Further elements of the document, such as `Region` or `BucketName`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root)}`;
}

function element([name, content]: XmlElement): string {
  const inner = Array.isArray(content) ? content.map(element).join("") : escapeText(String(content));
  return `<${name}>${inner}</${name}>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"'\p{Cc}]/gu, (char) => `&#${char.codePointAt(0)};`);
}
