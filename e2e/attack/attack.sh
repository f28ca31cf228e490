#!/bin/sh
# Attacks a demo of its own with ffuf (dirb's word lists), sqlmap and wapiti, and prints what they found: sh e2e/attack/attack.sh [FOLDER]
# It takes two hours. The tools are Debian's: apt-get install ffuf dirb sqlmap wapiti.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-e2e/out/attack}
port=${PORT:-8090}
url=http://127.0.0.1:$port
for tool in ffuf sqlmap wapiti; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install ffuf dirb sqlmap wapiti" >&2; exit 1; }
done
rm -rf "$out" && mkdir -p "$out"
bin/giaoban demo --addr "127.0.0.1:$port" --data "$out/data" --media-port -1 >"$out/giaoban.log" 2>&1 &
program=$!
trap 'kill $program 2>/dev/null || true' EXIT
until curl -fs "$url/healthz" >/dev/null; do sleep 1; done
node e2e/attack/targets.mjs "$url" trung-uong giaoban-demo "$out/targets"
cookie=$(cat "$out/targets/cookie")

echo "== ffuf: addresses that answer other than 404 and are no link of ours"
lists=/usr/share/dirb/wordlists
cat "$lists/common.txt" "$lists"/vulns/*.txt "$lists/extensions_common.txt" | sed 's#^/*##' | sort -u >"$out/words"
wc -l <"$out/words"
for who in nobody office; do
  header="X-Nothing: 1"
  [ "$who" = office ] && header="Cookie: $cookie"
  ffuf -s -u "$url/FUZZ" -w "$out/words" -H "$header" -fc 404 -t 8 -o "$out/ffuf-$who.json" -of json >"$out/ffuf-$who.txt" 2>&1 || true
  echo "$who: $(sort -u "$out/ffuf-$who.txt" | tr '\n' ' ')"
done

echo "== sqlmap: parameters and identifiers of every page and form"
for request in "$out"/targets/*.txt; do
  pause=0 bound=300
  case $request in */post-*) pause=0.22 bound=150 ;; esac # below the limit of 300 acts a minute, else it compares refusals
  nice timeout $bound sqlmap -r "$request" --batch --ignore-stdin --level 2 --risk 2 --technique BEUS --threads 2 --delay $pause --disable-coloring \
    --ignore-code 401,403,404,409,422,429 --output-dir "$out/sqlmap" --flush-session --drop-set-cookie --skip cookie >"$request.log" 2>&1 || true
done
echo "requests with a finding: $(grep -l 'is vulnerable\|sqlmap identified the following injection' "$out"/targets/*.log | wc -l) of $(ls "$out"/targets/*.log | wc -l)"

echo "== wapiti: the modules that ask nobody else, signed in"
modules=backup,blindsql,brute_login_form,buster,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,timesql,xss
nice timeout 2400 /usr/bin/python3 e2e/attack/wapiti.py -u "$url/" -H "Cookie: $cookie" -m "$modules" -S normal --max-scan-time 500 --max-attack-time 100 \
  -x "$url/sign-out" --no-bugreport --flush-session -f txt -o "$out/wapiti.txt" >"$out/wapiti.log" 2>&1 || true
sed -n '1,60p' "$out/wapiti.txt" # there is none: it did not run to its end

echo "== the program"
kill -0 $program && echo "still answers: $(curl -fs "$url/healthz")"
echo "panics: $(grep -c 'msg=panic' "$out/giaoban.log" || true), internal errors: $(grep -c 'msg="request failed"' "$out/giaoban.log" || true)"
