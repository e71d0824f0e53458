import { useCore } from '../client/queries.ts';

const hosts = { desktop: 'desktop app', browser: 'in the browser', terminal: 'in a terminal' };

/** What this program is and on whose work it stands. */
export function About() {
  const { data: capabilities } = useCore('app.capabilities', {});
  return (
    <div className="cp-settings-about">
      <p>
        Commonplace {capabilities?.version}
        {capabilities !== undefined && `, ${hosts[capabilities.host]}`}
      </p>
      <p>
        Free software under the GNU Affero General Public License, version 3 or later: use it, study
        it, change it and pass it on. It comes with no warranty.
      </p>
      {capabilities !== undefined && (
        <p>
          {capabilities.secrets === 'protected'
            ? 'Passwords for sharing are kept in your system’s key store.'
            : 'Passwords for sharing are kept in memory only, until Commonplace stops.'}
        </p>
      )}
      <details>
        <summary>Made with the free software of others</summary>
        <p>
          Electron, React, Lexical, isomorphic-git, MiniSearch, micromark and mdast, Radix, cmdk,
          TanStack Query and Virtual, Zod, chokidar, ws, lowlight, yaml (MIT, Apache-2.0 and
          BSD-3-Clause licences), and Lucide icons (ISC licence). The licence texts come with each
          of these packages.
        </p>
      </details>
    </div>
  );
}
