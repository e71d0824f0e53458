export interface Author {
  readonly name: string;
  readonly email: string;
}

/** What takes the place of a name or an address; null keeps what the commit says. */
interface Replacement {
  name: string | null;
  email: string | null;
}

interface Mapping extends Replacement {
  /** For one name at this address only, in lower case. */
  readonly byName: Map<string, Replacement>;
}

export type Mailmap = (author: Author) => Author;

/**
 * Reads a `.mailmap`, which gathers the names and addresses of one person as gitmailmap(5) says: four
 * forms of line, names and addresses in any case, later lines win. A line that is none of them is passed over.
 */
export function parseMailmap(text: string): Mailmap {
  const byEmail = new Map<string, Mapping>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    const first = nameAndEmail(line, false);
    if (first === null) continue;
    const second = nameAndEmail(first.rest, true);
    const old = second ?? { name: null, email: first.email };
    const replacement = { name: first.name, email: second === null ? null : first.email };
    const mapping = entry(byEmail, old.email.toLowerCase());
    if (old.name === null) {
      mapping.name = replacement.name ?? mapping.name;
      mapping.email = replacement.email ?? mapping.email;
    } else mapping.byName.set(old.name.toLowerCase(), replacement);
  }
  return ({ name, email }) => {
    const mapping = byEmail.get(email.toLowerCase());
    const replacement = mapping?.byName.get(name.toLowerCase()) ?? mapping;
    return { name: replacement?.name ?? name, email: replacement?.email ?? email };
  };
}

function entry(byEmail: Map<string, Mapping>, email: string): Mapping {
  const known = byEmail.get(email) ?? { name: null, email: null, byName: new Map() };
  byEmail.set(email, known);
  return known;
}

/** `Name <email>` at the start of a line and what follows it; an empty name is none. */
function nameAndEmail(line: string, mayBeEmpty: boolean) {
  const left = line.indexOf('<');
  const right = line.indexOf('>', left + 1);
  if (left === -1 || right === -1 || (!mayBeEmpty && right === left + 1)) return null;
  const name = line.slice(0, left).trim();
  const email = line.slice(left + 1, right);
  return { name: name === '' ? null : name, email, rest: line.slice(right + 1) };
}
