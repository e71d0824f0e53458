import { join } from 'node:path';
import { createCore, type Core } from '../../../electron/core/core.ts';
import {
  memorySecrets,
  stderrLogger,
  systemClock,
} from '../../../electron/core/host/node-ports.ts';
import type { CorePorts } from '../../../electron/core/ports.ts';
import { projectDir } from '../app-process.ts';

/** The product's core in this process, with everything of its own in `homeDir`. */
export function openRealCore(homeDir: string, host: CorePorts['host']): Promise<Core> {
  return createCore({
    host,
    version: '0.0.0',
    clock: systemClock,
    logger: stderrLogger,
    secrets: memorySecrets(),
    shell: { pickFolder: null, openExternal: null, showInFolder: null, setSpelling: null },
    dataDir: join(homeDir, 'app'),
    documentsDir: join(homeDir, 'Documents'),
    sampleDir: join(projectDir, 'electron/core/sample-wiki'),
    startWiki: null,
  });
}
