const usages = {
  open: `Usage: commonplace open [DIR] [--browser] [--no-open] [--port N] [--new] [--json]

Opens a wiki: as a desktop app where that is possible, else in the browser.
Without DIR it opens the last wiki, or the welcome screen.
Where one runs in the browser already, it prints a new address of that one and ends.

  --browser   use the browser even where the desktop app would start
  --no-open   only print the address, and open no browser
  --port N    listen on this port of 127.0.0.1 instead of a free one
  --new       start another in the browser, even where one runs already
  --json      print what was opened as JSON
`,
  serve: `Usage: commonplace serve DIR [--port N] [--no-open] [--new] [--json]

Opens the wiki in DIR in the browser, until Ctrl+C. The address works once, within a minute;
Enter prints a new one. Where one runs in the browser already, it prints a new address of that one
and ends.

  --port N    listen on this port of 127.0.0.1 instead of a free one
  --new       start another in the browser, even where one runs already
  --no-open   only print the address, and open no browser
  --json      print the address as JSON
`,
  search: `Usage: commonplace search DIR QUERY [--limit N] [--json]

Searches the wiki in DIR, and waits until all of its pages are searchable.
QUERY is what you would type in the app: words, "a phrase", -not, tag:name, title:word.

  --limit N   show at most N pages (20)
  --json      print the answer of search.query as JSON

Exit code: 0, also when nothing was found; 1 on a failure.
`,
  sync: `Usage: commonplace sync DIR [NAME] [--join-unrelated] [--json]

Gets what others shared and shares what you wrote, at every place where the wiki is shared, or at
the one of that NAME. A place that can't be reached holds up none of the others. Where two people
changed the same words, the page holds both until somebody chooses in the app.
Signs in with COMMONPLACE_USERNAME and COMMONPLACE_PASSWORD if the server wants it, else asks in
the terminal. Neither is kept.

  --join-unrelated  join the wiki at that place with this one, although they have no past in common
  --json            print the result as JSON

Exit code: 0 when all is shared; 1 on a failure at any place.
`,
  remote: `Usage: commonplace remote list DIR [--json]
       commonplace remote add DIR ADDRESS [--name NAME] [--create] [--json]
       commonplace remote remove DIR NAME [--json]
       commonplace remote test DIR ADDRESS [--json]

The places where the wiki in DIR is shared. ADDRESS is a web address (https://…), an SSH address
(git@host:path) or a folder: on a stick, a shared disk, anywhere. The first place is named origin.
test asks a place what it has, and changes nothing.

  --name NAME   how to call the place
  --create      make a shared wiki in a folder that holds none
  --json        print the answer as JSON

Exit code: 0, or 1 when a place is refused or can't be reached.
`,
  parcel: `Usage: commonplace parcel make DIR [FOLDER] [--since-last] [--json]
       commonplace parcel open DIR FILE [--json]

A parcel is one file with the wiki's history, to hand on by stick or mail (for git: a bundle).
make writes one into FOLDER, or here, and prints its name; open joins what one holds with yours.

  --since-last  only what came since the last parcel that was made here
  --json        print the answer as JSON

Exit code: 0, or 1 when a parcel is refused.
`,
  check: `Usage: commonplace check DIR [--json]

Reads every page of the wiki in DIR. Reports pages that opening and saving would change, pages that
can't be read, links that lead nowhere or to several pages, and names that some system can't hold.

  --json      print the whole report as JSON

Exit code: 0 when every page can be read and survives opening and saving; 1 when one can't or
doesn't, or on a failure. Links and names are reported and don't change the exit code: a link to a
page that isn't written yet is ordinary in a wiki.
`,
  call: `Usage: commonplace call DIR METHOD [JSON]

Calls any method of the app on the wiki in DIR and prints the answer as JSON:
{"ok": true, "value": …} or {"ok": false, "error": {"code", "message", "data"}}.
JSON is the method's input; "-" reads it from standard input. Where the input has a "wiki", it is
filled in. A method that starts a job is waited for, and prints the job's result; Ctrl+C cancels it.

Exit code: 0 when "ok" is true, else 1.
`,
};

const overview = `Usage: commonplace COMMAND …

  open [DIR]                open a wiki, or the last one
  serve DIR                 open a wiki in the browser
  search DIR QUERY          search a wiki
  sync DIR [NAME]           get what others shared, share what you wrote
  remote list|add|remove|test DIR …
                            where a wiki is shared
  parcel make|open DIR …    a wiki in one file, to hand on by stick or mail
  check DIR                 read every page and report what is wrong
  call DIR METHOD [JSON]    call any method of the app, for scripts

  commonplace COMMAND --help   says more about one
  commonplace --version        prints the version

Answers go to standard output, messages to standard error. --json prints every answer as JSON.
Exit codes: 0 done, 1 failed or problems found, 2 wrong usage.
`;

/** The help of one command; null for a command that doesn't exist. */
export function usageOf(command) {
  return Object.hasOwn(usages, command) ? usages[command] : null;
}

export function usageOfAll() {
  return overview;
}
