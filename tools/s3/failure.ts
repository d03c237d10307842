/** A refusal in S3's own terms: it becomes the XML error document that S3 clients branch on. */
export class S3Failure extends Error {
  readonly status: number;
  readonly code: string;
  /** Further elements of the error document, such as `Region` or `BucketName`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const accessDenied = (message = "Access Denied") => new S3Failure(403, "AccessDenied", message);

export const noSuchBucket = (bucket: string) =>
  new S3Failure(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });

export const noSuchKey = (key: string) =>
  new S3Failure(404, "NoSuchKey", "The specified key does not exist.", { Key: key });

export const invalidArgument = (name: string, value: string) =>
  new S3Failure(400, "InvalidArgument", `Invalid value for ${name}`, {
    ArgumentName: name,
    ArgumentValue: value,
  });

export const notImplemented = (what: string) =>
  new S3Failure(501, "NotImplemented", `This server does not implement ${what}`);
