// Drives the fake server with Amazon's own client. Prints one JSON object; whoever calls it compares.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { PassThrough, Readable } from "node:stream";

const [modules, scenario, endpoint, accessKeyId, secretAccessKey, bucket] = process.argv.slice(2);
const s3 = createRequire(`${modules}/package.json`)("@aws-sdk/client-s3");

const connect = more => new s3.S3Client({
  endpoint,
  region: "us-east-1",
  forcePathStyle: true,
  credentials: { accessKeyId, secretAccessKey },
  maxAttempts: 1,

  // What servers of all ages know.
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
  ...more,
});
const client = connect();
const send = (command, input, by = client) => by.send(new s3[`${command}Command`]({ Bucket: bucket, ...input }));
const bytesOf = async answer => Buffer.from(await answer.Body.transformToByteArray());
const sha256 = bytes => createHash("sha256").update(bytes).digest("hex");
const md5 = bytes => createHash("md5").update(bytes).digest();

/** The error's code and status, or null where there was none. */
async function errorOf(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    return { code: error.name, status: error.$metadata?.httpStatusCode };
  }
}

/** Bytes that both sides can make: 0 to 250 again and again. */
function pattern(length) {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) bytes[index] = index % 251;
  return bytes;
}

async function upload(key, parts, more = {}) {
  const { UploadId } = await send("CreateMultipartUpload", { Key: key, ...more });
  const Parts = [];
  for (const [index, Body] of parts.entries()) {
    const { ETag } = await send("UploadPart", { Key: key, UploadId, PartNumber: index + 1, Body });
    Parts.push({ PartNumber: index + 1, ETag });
  }
  return { Key: key, UploadId, MultipartUpload: { Parts } };
}

const scenarios = {
  async condition() {
    const first = await send("PutObject", { Key: "a b/ü+&=~", Body: "first", IfNoneMatch: "*", Metadata: { kafka_base_offset: "7" } });
    const second = await errorOf(send("PutObject", { Key: "a b/ü+&=~", Body: "second", IfNoneMatch: "*" }));
    const read = await send("GetObject", { Key: "a b/ü+&=~" });
    const without = await errorOf(send("PutObject", { Key: "other", Body: "first" }));
    const overwritten = await errorOf(send("PutObject", { Key: "other", Body: "second" }));
    return {
      etag: first.ETag, second, content: (await bytesOf(read)).toString(), metadata: read.Metadata, without, overwritten,
      other: (await bytesOf(await send("GetObject", { Key: "other" }))).toString(),
    };
  },

  async multipart() {
    const parts = [pattern(5 * 1024 * 1024), pattern(1000)];
    const started = await upload("large", parts, { Metadata: { made_by: "node" } });
    const before = await errorOf(send("GetObject", { Key: "large" }));
    const done = await send("CompleteMultipartUpload", { ...started, IfNoneMatch: "*" });
    const again = await upload("large", parts);
    const refused = await errorOf(send("CompleteMultipartUpload", { ...again, IfNoneMatch: "*" }));
    const aborted = await errorOf(send("AbortMultipartUpload", { Key: "large", UploadId: again.UploadId }));
    const gone = await errorOf(send("AbortMultipartUpload", { Key: "large", UploadId: again.UploadId }));
    const small = await upload("small", [pattern(1000), pattern(1000)]);
    const tooSmall = await errorOf(send("CompleteMultipartUpload", small));
    const wrong = { ...small, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: "\"0\"" }] } };
    const invalidPart = await errorOf(send("CompleteMultipartUpload", wrong));
    const [one, two] = small.MultipartUpload.Parts;
    const order = await errorOf(send("CompleteMultipartUpload", { ...small, MultipartUpload: { Parts: [two, one] } }));
    const read = await send("GetObject", { Key: "large" });
    return {
      before, refused, aborted, gone, tooSmall, invalidPart, order,
      etag: done.ETag, expected: `"${createHash("md5").update(Buffer.concat(parts.map(md5))).digest("hex")}-2"`,
      same: sha256(await bytesOf(read)) === sha256(Buffer.concat(parts)), metadata: read.Metadata,
    };
  },

  async checksums() {
    const streamed = Readable.from((function* () { for (let piece = 0; piece < 20; piece++) yield pattern(10_000); })());
    const chunks = connect({ requestChecksumCalculation: "WHEN_SUPPORTED" });
    return {
      rightMd5: await errorOf(send("PutObject", { Key: "right", Body: "one", ContentMD5: md5("one").toString("base64") })),
      wrongMd5: await errorOf(send("PutObject", { Key: "wrong", Body: "other", ContentMD5: md5("one").toString("base64") })),
      invalidMd5: await errorOf(send("PutObject", { Key: "wrong", Body: "other", ContentMD5: "none" })),
      newer: await errorOf(send("PutObject", { Key: "wrong", Body: "other", ChecksumAlgorithm: "CRC32" })),
      chunked: await errorOf(send("PutObject", { Key: "wrong", Body: streamed.pipe(new PassThrough()), ContentLength: 200_000 }, chunks)),
      missing: await errorOf(send("HeadObject", { Key: "wrong" })),
    };
  },

  async ranges() {
    await send("PutObject", { Key: "digits", Body: "0123456789" });
    await send("PutObject", { Key: "empty", Body: "" });
    const read = async (Key, Range) => {
      const answer = await send("GetObject", { Key, Range });
      return [(await bytesOf(answer)).toString(), answer.ContentRange ?? null, answer.$metadata.httpStatusCode];
    };
    return {
      all: await read("digits"), some: await read("digits", "bytes=3-6"), rest: await read("digits", "bytes=8-"),
      more: await read("digits", "bytes=8-100"), empty: await read("empty"),
      past: await errorOf(read("digits", "bytes=10-")), ofNothing: await errorOf(read("empty", "bytes=0-4")),
    };
  },

  async paging() {
    const keys = Array.from({ length: 1_203 }, (_, index) => `many/${String(index).padStart(5, "0")}`);
    for (let index = 0; index < keys.length; index += 50) {
      await Promise.all(keys.slice(index, index + 50).map(Key => send("PutObject", { Key, Body: Key })));
    }
    await send("PutObject", { Key: "strange <&> ü+%20", Body: "" });
    const pages = [];
    let token;
    do {
      const page = await send("ListObjectsV2", { Prefix: "many/", ContinuationToken: token, MaxKeys: 5_000 });
      pages.push([page.KeyCount, page.MaxKeys, page.IsTruncated]);
      keys.push(...page.Contents.map(found => found.Key));
      token = page.NextContinuationToken;
    } while (token);
    const after = await send("ListObjectsV2", { Prefix: "many/", StartAfter: "many/01199" });
    const encoded = await send("ListObjectsV2", { Prefix: "strange", EncodingType: "url" });
    return {
      pages, complete: keys.slice(0, 1_203).join() === keys.slice(1_203).join(), after: after.Contents.map(found => found.Key),
      plain: (await send("ListObjectsV2", { Prefix: "strange" })).Contents[0].Key, encoded: decodeURIComponent(encoded.Contents[0].Key),
      size: after.Contents[0].Size, none: (await send("ListObjectsV2", { Prefix: "nothing" })).KeyCount,
    };
  },

  async errors() {
    const skewed = connect({ systemClockOffset: -20 * 60 * 1000 });
    await send("PutObject", { Key: "there", Body: "there" });
    return {
      noKey: await errorOf(send("GetObject", { Key: "missing" })),
      noKeyHead: await errorOf(send("HeadObject", { Key: "missing" })),
      noBucket: await errorOf(send("GetObject", { Bucket: "nowhere", Key: "missing" })),
      noUpload: await errorOf(send("UploadPart", { Key: "x", UploadId: "none", PartNumber: 1, Body: "x" })),
      deleted: await errorOf(send("DeleteObject", { Key: "there" })),
      deletedAgain: await errorOf(send("DeleteObject", { Key: "there" })),
      key: await errorOf(send("ListObjectsV2", {}, connect({ credentials: { accessKeyId: "AKIAOTHER", secretAccessKey } }))),
      secret: await errorOf(send("ListObjectsV2", {}, connect({ credentials: { accessKeyId, secretAccessKey: "wrong" } }))),
      clock: await errorOf(send("ListObjectsV2", {}, skewed)),
      region: await errorOf(send("ListObjectsV2", {}, connect({ region: "eu-west-1" }))),
      condition: await errorOf(send("PutObject", { Key: "x", Body: "x", IfNoneMatch: "\"etag\"" })),
      metadata: await errorOf(send("PutObject", { Key: "x", Body: "x", Metadata: { long: "x".repeat(3_000) } })),
    };
  },

  /** Reads what the adapter wrote. */
  async read() {
    const found = {};
    for (const { Key } of (await send("ListObjectsV2", { Prefix: "archive/ours/" })).Contents) {
      const answer = await send("GetObject", { Key });
      found[Key] = [answer.ContentLength, sha256(await bytesOf(answer)), answer.Metadata];
    }
    return found;
  },

  /** Writes what the adapter reads. */
  async write() {
    await send("PutObject", { Key: "archive/theirs/small", Body: pattern(100_000), Metadata: { author: "node" } });
    const started = await upload("archive/theirs/large", [pattern(6 * 1024 * 1024), pattern(70_000)]);
    await send("CompleteMultipartUpload", started);
    return {
      small: sha256(pattern(100_000)),
      large: sha256(Buffer.concat([pattern(6 * 1024 * 1024), pattern(70_000)])),
      exists: await errorOf(send("PutObject", { Key: "archive/ours/small", Body: "x", IfNoneMatch: "*" })),
    };
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
