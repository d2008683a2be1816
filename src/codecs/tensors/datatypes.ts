/** Each element is its length, in 4 bytes, and then as many bytes. */
export const PREFIXED = 'BYTES';

/** Bytes of an element in the binary layout, for the datatypes that have a fixed size. */
export const ELEMENT_BYTES: ReadonlyMap<string, number> = new Map([
  ['BOOL', 1],
  ['INT8', 1],
  ['UINT8', 1],
  ['INT16', 2],
  ['UINT16', 2],
  ['FP16', 2],
  ['BF16', 2],
  ['INT32', 4],
  ['UINT32', 4],
  ['FP32', 4],
  ['INT64', 8],
  ['UINT64', 8],
  ['FP64', 8],
]);
