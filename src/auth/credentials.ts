import { Caller } from './caller.ts';
import type { AuthOptions, KeyOptions, TokenOptions } from './options.ts';
import { secretLines } from './secret-lines.ts';
import { SigningKey } from './sigv4/signing-key.ts';
import { type AccessKey, SigV4Verifier } from './sigv4/verifier.ts';
import { TokenList } from './token-list.ts';

/** All credentials that are good, as their files have them now. */
export interface Credentials {
  readonly tokens: TokenList;
  readonly signatures: SigV4Verifier;
}

/** Reads every file that `auth` names. @throws {UnusableFile} */
export async function readCredentials({ tokens = {}, sigv4 }: AuthOptions, wallNow: () => number): Promise<Credentials> {
  const ofFiles = await Promise.all(Object.entries(tokens).map(([name, options]) => readTokens(name, options)));
  const keys = await Promise.all(Object.entries(sigv4?.keys ?? {}).map(([name, options]) => readKey(name, options)));
  return {
    tokens: new TokenList(ofFiles.flat()),
    signatures: new SigV4Verifier({
      keys: new Map(keys),
      region: sigv4?.region,
      maxSkewMs: (sigv4?.maxSkewSeconds ?? 0) * 1000,
      wallNow,
    }),
  };
}

async function readTokens(name: string, { file, endpoints, admin }: TokenOptions): Promise<(readonly [string, Caller])[]> {
  const caller = new Caller(name, endpoints, admin);
  return (await secretLines(file, `auth.tokens.${name}.file`)).map((token) => [token, caller] as const);
}

async function readKey(name: string, options: KeyOptions): Promise<readonly [string, AccessKey]> {
  const option = `auth.sigv4.keys.${name}`;
  const caller = new Caller(name, options.endpoints, options.admin);
  const [secret = ''] = await secretLines(options.secretFile, `${option}.secretFile`);
  const tokens =
    options.sessionTokenFile === undefined
      ? undefined
      : await secretLines(options.sessionTokenFile, `${option}.sessionTokenFile`);
  const sessionTokens = tokens === undefined ? undefined : new TokenList(tokens.map((token) => [token, caller] as const));
  return [options.accessKeyId, { caller, signingKey: new SigningKey(secret), sessionTokens }];
}
