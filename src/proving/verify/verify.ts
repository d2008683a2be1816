import { InputError } from '../input-error.ts';
import { readLines } from '../lines.ts';
import type { OpenedEndpoint } from '../opened-endpoint.ts';
import { Verification } from './verification.ts';
import type { VerifyReport } from './verify-report.ts';
import type { VerifyRequest } from './verify-request.ts';

/**
 * Every record alone and in batches, compared. The file is read as the work goes on; held are the records that wait for company
 * and the replies of the group that is compared, never more.
 * @throws {InputError} for a file without records
 * @throws {EndpointUnusable} when the endpoint cannot be called
 */
export async function verify(endpoint: OpenedEndpoint, request: VerifyRequest): Promise<VerifyReport> {
  const verification = new Verification(endpoint, request);
  for await (const line of readLines(request.input)) await verification.take(line);
  if (verification.records === 0) throw new InputError('holds no records');
  return verification.finish();
}
