const names = [
  'app',
  'BrowserWindow',
  'dialog',
  'ipcMain',
  'Menu',
  'net',
  'protocol',
  'safeStorage',
  'screen',
  'session',
  'shell',
  'webContents',
];
const source = [
  'const electron = globalThis.electronStandIn;',
  'export default electron;',
  `export const { ${names.join(', ')} } = electron;`,
].join('\n');

/** Gives every `import … from 'electron'` the stand-in. */
export function resolve(specifier, context, next) {
  if (specifier !== 'electron') return next(specifier, context);
  return { url: 'stand-in:electron', shortCircuit: true };
}

export function load(url, context, next) {
  if (url !== 'stand-in:electron') return next(url, context);
  return { format: 'module', source, shortCircuit: true };
}
