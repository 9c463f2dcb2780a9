# Shared by the scripts at the root: sourced, never run. The caller sets -euo pipefail.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
configuration=Release

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Build servers that outlive a build would keep the locks below, and a caller's pipe, open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

fail() {
  echo "error: $*" >&2
  exit 1
}

usage_error() {
  echo "error: $*" >&2
  exit 2
}

# Written by ./setup: whether the Kafka extension is the package or the project under compat/.
kafka_extension="$root/kafka-extension.props"

# built_dll PROJECT ASSEMBLY: where a build puts ASSEMBLY.dll of PROJECT.
built_dll() {
  local framework
  framework=$(sed -n 's:.*<TargetFramework>\(.*\)</TargetFramework>.*:\1:p' "$root/Directory.Build.props")
  echo "$(project_folder "$1")/bin/$configuration/$framework/$2.dll"
}

project_folder() {
  local folder
  for folder in "$root"/{src,tests,benchmarks}/"$1"; do
    if [[ -d "$folder" ]]; then
      echo "$folder"
      return
    fi
  done
  fail "there is no project $1 under src, tests or benchmarks."
}

# Everything that a build of the product reads.
sources() {
  find "$root/src" "$root/compat" "$root/host.json" "$root/local.settings.sample.json" "$root/global.json" "$kafka_extension" \
    "$root"/Directory.*.props "$root"/Directory.*.targets \
    -type d \( -name bin -o -name obj \) -prune -o -type f "$@" -print 2>/dev/null
}

stamp_file() {
  echo "$root/artifacts/stamps/$1"
}

# A stamp is as old as the start of its build and holds the list of files, so that a deleted file counts as a change too.
is_fresh() {
  local stamp
  stamp=$(stamp_file "$1")
  [[ -f "$stamp" && "$(cat "$stamp")" == "$(sources | sort | cksum)" && -z "$(sources -newer "$stamp" | head -n 1)" ]]
}

# with_lock NAME COMMAND...: one at a time across processes.
with_lock() {
  local name=$1
  shift
  mkdir -p "$root/artifacts"
  (
    flock 9
    "$@" 9>&-
  ) 9>"$root/artifacts/$name.lock"
}

# end_compiler ID: one compiler serves all projects of a build, which would start a cold one each otherwise, and ends with it.
end_compiler() {
  local version folder
  version=$(cd "$root" && dotnet --version)
  folder=$(dotnet --list-sdks | sed -n "s:^$version \[\(.*\)\]$:\1/$version/Roslyn/bincore:p")
  dotnet "$folder/VBCSCompiler.dll" -shutdown -pipename:"$1" >/dev/null 2>&1 || true # it was never started, or has ended
}

# build TARGET STAMP: TARGET is a project or solution file. Errors go to standard error, nothing else does.
build() {
  local target=$1 stamp log compiler=kafka-store-$BASHPID result=0
  stamp=$(stamp_file "$2")
  log="$root/artifacts/build-$2.log"
  mkdir -p "$(dirname "$stamp")"
  touch "$stamp.started"
  dotnet build "$target" -c "$configuration" -nologo -v quiet -nodeReuse:false \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" -p:CrossgenFolder="$root/artifacts/crossgen" >"$log" 2>&1 || result=$?
  end_compiler "$compiler"
  if ((result != 0)); then
    grep -E '(error|MSB[0-9]+)' "$log" | sed 's/ \[[^]]*\]$//' | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
    fail "the build failed; all of its output is in $log"
  fi
  sources | sort | cksum >"$stamp.started.list"
  cp "$stamp.started.list" "$stamp"
  touch -r "$stamp.started" "$stamp"
  rm -f "$stamp.started" "$stamp.started.list"
}

# ensure_built PROJECT: builds it if a source is newer than its last build, or than the solution's.
ensure_built() {
  if [[ -f $kafka_extension ]] && { is_fresh "$1" || is_fresh solution; }; then
    return 0
  fi
  with_lock build build_if_stale "$1"
}

build_if_stale() {
  # Whoever held the lock before us may have built just this.
  if [[ -f $kafka_extension ]] && { is_fresh "$1" || is_fresh solution; }; then
    return 0
  fi
  "$root/setup" >&2 || exit 1
  if [[ -f "$(stamp_file "$1")" ]]; then
    echo "building (sources changed)…" >&2
  else
    echo "building (first use)…" >&2
  fi
  build "$(project_folder "$1")/$1.csproj" "$1"
}
