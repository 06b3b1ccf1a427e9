export const usage = `Usage:
  iptables-language-server --stdio
      Start the language server on standard input and output.
  iptables-language-server check [OPTION]… FILE…|-
      Check rules files; - reads standard input.

Options of check:
  --format text|json     how findings are printed (text)
  --family auto|ipv4|ipv6
                         what the files are for; auto tells by name, header and addresses (auto)
  --backend any|legacy|nft
                         whose refusals count (any)
  --language en|ja       the language of the messages (by LC_ALL, LC_MESSAGES, LANG)
  --ruleset auto|always|never
                         whether to work out what the whole ruleset does; auto leaves it out, and says so, in files of
                         more than 20,000 lines, where that takes seconds (auto)
  --fix                  mend what has one sure fix, then check the result; with - the mended text goes to standard
                         output and the findings to standard error

Exit status: 0 no errors, 1 errors, 2 wrong usage or an unreadable file.
`;
