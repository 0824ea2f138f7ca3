# Makes a PostgreSQL cluster in a folder and keeps it for as long as standard input is open. Whoever holds the other
# end can be killed in any way: the end of the input is seen, the cluster stopped, the folder removed.
#
#   sh -c "$(cat keeper.sh)" keeper PROGRAMS FOLDER SETTINGS
#
# Reads ports, one a line, and starts the cluster on each; answers `started` or `failed`.

programs=$1 folder=$2 settings=$3
# The keeper of a terminal's job must outlive that job.
trap '' HUP INT TERM

make() {
    "$programs/initdb" -D "$folder/data" --no-sync -A trust -U postgres -E UTF8 --lc-messages=C "$@"
}

# An order of texts that is not the order of their bytes, if this PostgreSQL or this system knows one.
{
    make --locale=C --locale-provider=icu --icu-locale=en-US ||
        make --locale=en_US.UTF-8 ||
        make --locale=C.UTF-8 ||
        make --locale=C
} >"$folder/initdb.log" 2>&1 </dev/null

while read -r port; do
    if "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 120 \
        -o "-p $port -k '$folder' $settings" start >"$folder/start.log" 2>&1 </dev/null
    then echo started
    else echo failed
    fi
done

"$programs/pg_ctl" -D "$folder/data" -m immediate -w -t 60 stop >/dev/null 2>&1 </dev/null
cd /
rm -rf "$folder"
