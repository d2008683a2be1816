import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { TEST_CREDENTIALS, testClient } from '../../test/support/kinesis/operator.ts';
import type { Programs } from '../processes/programs.ts';

/** The emulators of AWS that everything here runs against. */
export interface Services {
  readonly kinesisUrl: string;
  readonly client: KinesisClient;
}

/** Starts kinesalite and dynalite, a process each, and lets every process started from now on find them. */
export async function startServices(programs: Programs): Promise<Services> {
  const [kinesisUrl, dynamoUrl] = await Promise.all([startEmulator(programs, 'kinesalite'), startEmulator(programs, 'dynalite')]);
  Object.assign(process.env, TEST_CREDENTIALS, { AWS_ENDPOINT_URL_KINESIS: kinesisUrl, AWS_ENDPOINT_URL_DYNAMODB: dynamoUrl });
  return { kinesisUrl, client: testClient(kinesisUrl, 60_000) };
}

function startEmulator(programs: Programs, name: string): Promise<string> {
  const args = ['--import', 'tsx', 'bench/stream/emulator/main.ts', name];
  return programs.start({ name, args, readyPath: '/counters' });
}
