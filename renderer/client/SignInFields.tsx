import { TextField } from '../ui/Field.tsx';
import { useCore } from './queries.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const keptWhere = {
  protected: 'Kept in your system’s key store, never in the wiki’s folder.',
  memory: 'Kept in memory until Commonplace is closed, and never written to disk.',
};

/** A name and a password for a server, and where they are kept. */
export function SignInFields(props: {
  readonly credentials: Credentials;
  /** The person tried to go on: say what is missing. */
  readonly isTried: boolean;
  readonly onCredentialsChange: (credentials: Credentials) => void;
}) {
  const { credentials } = props;
  const { data: capabilities } = useCore('app.capabilities', {});
  return (
    <>
      <TextField
        label="User name"
        autoFocus
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="With an access token you may leave this empty."
        value={credentials.username}
        onValueChange={(username) => props.onCredentialsChange({ ...credentials, username })}
      />
      <TextField
        label="Password or access token"
        type="password"
        autoComplete="current-password"
        hint={`GitHub, GitLab and Codeberg take no password here but an access token: a long password for one purpose, which you make in your account’s settings there and may take back at any time. Let it read and write (“repo” or “Contents” on GitHub, “write_repository” on GitLab, “repository: Read and write” on Codeberg). ${
          capabilities === undefined ? '' : keptWhere[capabilities.secrets]
        }`}
        error={props.isTried && credentials.password === '' ? 'Type the password or token.' : null}
        value={credentials.password}
        onValueChange={(password) => props.onCredentialsChange({ ...credentials, password })}
      />
    </>
  );
}
