/** Which window writes with which writer now. */
export interface Writers {
  /** False: another window has it. */
  hold(client: string, writer: string): boolean;
  letGo(client: string, writer: string): void;
  /** Ends all that a window held. */
  leave(client: string): void;
  isHeldElsewhere(client: string, writer: string): boolean;
}

export function createWriters(): Writers {
  const holders = new Map<string, string>();
  const isHeldElsewhere = (client: string, writer: string) =>
    (holders.get(writer) ?? client) !== client;
  const letGo = (client: string, writer: string) => {
    if (holders.get(writer) === client) holders.delete(writer);
  };
  return {
    hold(client, writer) {
      if (isHeldElsewhere(client, writer)) return false;
      holders.set(writer, client);
      return true;
    },
    letGo,
    leave(client) {
      for (const writer of [...holders.keys()]) letGo(client, writer);
    },
    isHeldElsewhere,
  };
}
