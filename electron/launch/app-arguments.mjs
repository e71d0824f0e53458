import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const options = {
  'no-open': { type: 'boolean', default: false },
  browser: { type: 'boolean', default: false },
  port: { type: 'string' },
  new: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/** What a command line asks of the app, or `{ problem }` in words. */
export function parseAppArguments(args, { needsDir = false } = {}) {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    return { problem: error.message.split('. ')[0] };
  }
  const { values, positionals } = parsed;
  if (values.help) return { isHelp: true };
  if (positionals.length > 1) return { problem: `Only one folder can be opened at a time` };
  if (needsDir && positionals.length === 0) return { problem: 'Name the folder of the wiki' };
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!/^\d+$/.test(values.port ?? '0') || port > 65535)
    return { problem: '--port wants a number up to 65535' };
  return {
    // npm changes to the project's folder; the person named the path from where they stood.
    dir: positionals[0] === undefined ? null : resolve(process.env.INIT_CWD ?? '.', positionals[0]),
    port,
    isNew: values.new,
    isOpening: !values['no-open'],
    // A fixed port or a printed address only makes sense for the browser.
    isBrowser: values.browser || values['no-open'] || values.new || values.port !== undefined,
    isJson: values.json,
  };
}
