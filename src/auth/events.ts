/** Why a request or a connection was refused: the label of a metric, so these are all. */
export type RefusalReason =
  | 'missing'
  | 'malformed'
  | 'token'
  | 'access-key'
  | 'session-token'
  | 'signature'
  | 'not-signed'
  | 'payload'
  | 'expired'
  | 'endpoint'
  | 'route'
  | 'certificate-missing'
  | 'certificate-expired'
  | 'certificate';

/** Somebody was refused. Holds no credentials, nor anything made from them. */
export interface Refused {
  readonly reason: RefusalReason;
  /** The configured name of the credentials, where they are known. */
  readonly caller?: string | undefined;
  /** The address that the connection came from. */
  readonly remote?: string | undefined;
}

export type AuthListener = (event: Refused) => void;
