interface Fixture {
  readonly what: string;
  readonly records: readonly { readonly partitionKey: string; readonly data: Buffer; readonly explicitHashKey?: string }[];
  /** In base64. */
  readonly aggregate: string;
}

const HIGH = '339606600942967391854603552402021847291';
const LOW = '170141183460469231731687303715884105728';

/** Each aggregate was made of the records beside it by `RecordAggregator` of aws-kinesis-agg 4.2.8 (npm), in the order of `addUserRecord`. */
export const FIXTURES: readonly Fixture[] = [
  {
    what: 'three records of two keys, with explicit hash keys',
    records: [
      { partitionKey: 'customer a', explicitHashKey: HIGH, data: Buffer.from('{"n":1}') },
      { partitionKey: 'customer b', explicitHashKey: LOW, data: Buffer.from('{"n":2}') },
      { partitionKey: 'customer a', explicitHashKey: HIGH, data: Buffer.from('{"n":3}') },
    ],
    aggregate:
      '84mawgoKY3VzdG9tZXIgYQoKY3VzdG9tZXIgYhInMzM5NjA2NjAwOTQyOTY3MzkxODU0NjAzNTUyNDAyMDIxODQ3MjkxEicxNzAxNDExODM0NjA0NjkyMzE3MzE2ODczMDM3MTU4ODQxMDU3MjgaDQgAEAAaB3sibiI6MX0aDQgBEAEaB3sibiI6Mn0aDQgAEAAaB3sibiI6M32ch5cQNt7TDJJrdM2UpJv6',
  },
  {
    what: 'keys beyond ASCII; data that is empty, no text, or begins as an aggregate does',
    records: [
      { partitionKey: 'é', data: Buffer.alloc(0) },
      { partitionKey: '鍵 🔑', data: Buffer.from([0, 255, 0x1f, 128, 10]) },
      { partitionKey: 'plain', data: Buffer.from('f3899ac2', 'hex') },
    ],
    aggregate: '84mawgoCw6kKCOmNtSDwn5SRCgVwbGFpbhoECAAaABoJCAEaBQD/H4AKGggIAhoE84mawvSAtMk9jc+3eXBipjYdXTc=',
  },
  {
    what: 'indexes and lengths of two bytes',
    records: Array.from({ length: 130 }, (_, n) => ({
      partitionKey: `k${n}`,
      data: Buffer.from(n === 129 ? 'x'.repeat(300) : `${n}`),
    })),
    aggregate:
      '84mawgoCazAKAmsxCgJrMgoCazMKAms0CgJrNQoCazYKAms3CgJrOAoCazkKA2sxMAoDazExCgNrMTIKA2sxMwoDazE0CgNrMTUKA2sxNgoDazE3CgNrMTgKA2sxOQoDazIwCgNrMjEKA2syMgoDazIzCgNrMjQKA2syNQoDazI2CgNrMjcKA2syOAoDazI5CgNrMzAKA2szMQoDazMyCgNrMzMKA2szNAoDazM1CgNrMzYKA2szNwoDazM4CgNrMzkKA2s0MAoDazQxCgNrNDIKA2s0MwoDazQ0CgNrNDUKA2s0NgoDazQ3CgNrNDgKA2s0OQoDazUwCgNrNTEKA2s1MgoDazUzCgNrNTQKA2s1NQoDazU2CgNrNTcKA2s1OAoDazU5CgNrNjAKA2s2MQoDazYyCgNrNjMKA2s2NAoDazY1CgNrNjYKA2s2NwoDazY4CgNrNjkKA2s3MAoDazcxCgNrNzIKA2s3MwoDazc0CgNrNzUKA2s3NgoDazc3CgNrNzgKA2s3OQoDazgwCgNrODEKA2s4MgoDazgzCgNrODQKA2s4NQoDazg2CgNrODcKA2s4OAoDazg5CgNrOTAKA2s5MQoDazkyCgNrOTMKA2s5NAoDazk1CgNrOTYKA2s5NwoDazk4CgNrOTkKBGsxMDAKBGsxMDEKBGsxMDIKBGsxMDMKBGsxMDQKBGsxMDUKBGsxMDYKBGsxMDcKBGsxMDgKBGsxMDkKBGsxMTAKBGsxMTEKBGsxMTIKBGsxMTMKBGsxMTQKBGsxMTUKBGsxMTYKBGsxMTcKBGsxMTgKBGsxMTkKBGsxMjAKBGsxMjEKBGsxMjIKBGsxMjMKBGsxMjQKBGsxMjUKBGsxMjYKBGsxMjcKBGsxMjgKBGsxMjkaBQgAGgEwGgUIARoBMRoFCAIaATIaBQgDGgEzGgUIBBoBNBoFCAUaATUaBQgGGgE2GgUIBxoBNxoFCAgaATgaBQgJGgE5GgYIChoCMTAaBggLGgIxMRoGCAwaAjEyGgYIDRoCMTMaBggOGgIxNBoGCA8aAjE1GgYIEBoCMTYaBggRGgIxNxoGCBIaAjE4GgYIExoCMTkaBggUGgIyMBoGCBUaAjIxGgYIFhoCMjIaBggXGgIyMxoGCBgaAjI0GgYIGRoCMjUaBggaGgIyNhoGCBsaAjI3GgYIHBoCMjgaBggdGgIyORoGCB4aAjMwGgYIHxoCMzEaBgggGgIzMhoGCCEaAjMzGgYIIhoCMzQaBggjGgIzNRoGCCQaAjM2GgYIJRoCMzcaBggmGgIzOBoGCCcaAjM5GgYIKBoCNDAaBggpGgI0MRoGCCoaAjQyGgYIKxoCNDMaBggsGgI0NBoGCC0aAjQ1GgYILhoCNDYaBggvGgI0NxoGCDAaAjQ4GgYIMRoCNDkaBggyGgI1MBoGCDMaAjUxGgYINBoCNTIaBgg1GgI1MxoGCDYaAjU0GgYINxoCNTUaBgg4GgI1NhoGCDkaAjU3GgYIOhoCNTgaBgg7GgI1ORoGCDwaAjYwGgYIPRoCNjEaBgg+GgI2MhoGCD8aAjYzGgYIQBoCNjQaBghBGgI2NRoGCEIaAjY2GgYIQxoCNjcaBghEGgI2OBoGCEUaAjY5GgYIRhoCNzAaBghHGgI3MRoGCEgaAjcyGgYISRoCNzMaBghKGgI3NBoGCEsaAjc1GgYITBoCNzYaBghNGgI3NxoGCE4aAjc4GgYITxoCNzkaBghQGgI4MBoGCFEaAjgxGgYIUhoCODIaBghTGgI4MxoGCFQaAjg0GgYIVRoCODUaBghWGgI4NhoGCFcaAjg3GgYIWBoCODgaBghZGgI4ORoGCFoaAjkwGgYIWxoCOTEaBghcGgI5MhoGCF0aAjkzGgYIXhoCOTQaBghfGgI5NRoGCGAaAjk2GgYIYRoCOTcaBghiGgI5OBoGCGMaAjk5GgcIZBoDMTAwGgcIZRoDMTAxGgcIZhoDMTAyGgcIZxoDMTAzGgcIaBoDMTA0GgcIaRoDMTA1GgcIahoDMTA2GgcIaxoDMTA3GgcIbBoDMTA4GgcIbRoDMTA5GgcIbhoDMTEwGgcIbxoDMTExGgcIcBoDMTEyGgcIcRoDMTEzGgcIchoDMTE0GgcIcxoDMTE1GgcIdBoDMTE2GgcIdRoDMTE3GgcIdhoDMTE4GgcIdxoDMTE5GgcIeBoDMTIwGgcIeRoDMTIxGgcIehoDMTIyGgcIexoDMTIzGgcIfBoDMTI0GgcIfRoDMTI1GgcIfhoDMTI2GgcIfxoDMTI3GggIgAEaAzEyOBqyAgiBARqsAnh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eDNX0wsSH8D4TzA0aHYD5nw=',
  },
];
