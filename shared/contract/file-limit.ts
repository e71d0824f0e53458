/** The largest file that can be added to a wiki; every peer keeps a copy of it for good. */
export const maxFileBytes = 32 * 1024 * 1024;
