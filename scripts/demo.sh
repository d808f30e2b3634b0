#!/usr/bin/env bash
# Makes the demonstration data and a sample appendix, says where everything is, and serves it.
set -euo pipefail
cd "$(dirname "$0")/.."

export DEBUG=1
port=${PORT:-8000}
# The demonstration's own address, which its editions print.
export SITE_ADDRESS=${SITE_ADDRESS:-http://127.0.0.1:$port}
python=.venv/bin/python
sample=output/sample-appendix.pdf

scripts/port_is_free.sh "$port"
# Serving runs the checks; doing so at every step would double the time to start.
echo "Making the database …"
"$python" manage.py migrate --verbosity 0 --skip-checks
echo "Loading the demonstration data …"
log_ins=$("$python" manage.py load_demo --skip-checks)

# The database's file also changes when somebody signs in, so its history says how old the data are.
newest_data=$("$python" manage.py shell --no-imports --command '
from services.models import ChangeRecord
newest = ChangeRecord.objects.order_by("-at").first()
print(int(newest.at.timestamp()) + 1 if newest else 0)')
made=$(stat --format=%Y "$sample" 2>/dev/null || echo 0)
newer_code=$(find services proposals reports templates static -newer "$sample" \
    -type f -not -path '*/__pycache__/*' -print -quit 2>/dev/null || true)
if [ ! -f "$sample" ] || [ "$made" -lt "$newest_data" ] || [ -n "$newer_code" ]; then
    echo "Making the sample appendix …"
    mkdir -p "$(dirname "$sample")"
    "$python" manage.py render_appendix option-pages --council northmoor \
        --round "Budget 2027/28 to 2029/30" --meeting "Cabinet" --date 2027-01-14 -o "$sample"
fi

cat <<MESSAGE

$log_ins

Sample appendix:  $PWD/$sample
The application:  http://127.0.0.1:$port/    (answers in a moment; Ctrl-C stops it)

MESSAGE
# Who tries it out sees the pages for errors that everybody else will see.
export OWN_ERROR_PAGES=1
# The start page shows each role its first steps.
export DEMONSTRATION=1
exec scripts/serve.sh "$port" --noreload
