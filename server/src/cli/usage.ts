export const usage = `Usage:
  iptables-language-server --stdio
      Start the language server on standard input and output.
  iptables-language-server check [OPTION]… FILE…|-
      Check rules files; - reads standard input.
  iptables-language-server convert [OPTION]… FILE|-
      Turn a shell script of iptables commands into a rules file, or a rules file into shell commands, on standard output.

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

Options of convert:
  --to restore|shell     what to make (of a file with a table line commands, of any other a rules file)
  --family auto|ipv4|ipv6
                         whose commands a rules file is made of; auto takes the family with more of them (auto)

Exit status of convert: 0 converted, 1 nothing to convert, 2 wrong usage or an unreadable file.
Exit status of check: 0 no errors, 1 errors, 2 wrong usage or an unreadable file.
`;
