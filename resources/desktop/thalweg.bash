# Completion of thalweg's command line for bash.

_thalweg_names() {
  local kind
  for kind in objectives optimizers schedules; do
    thalweg list "$kind" 2>/dev/null
  done | awk '/^  [^ ]/ { print $1 }'
}

_thalweg() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local commands='run render code map explain lessons project recorder list describe'
  local command='' word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      run | render | code | map | explain | lessons | project | recorder | list | describe) command=$word && break ;;
    esac
  done

  local words='' files=''
  case $previous in
    -o | --output) files='*' ;;
    --format)
      case $command in
        run | project) words='json csv' ;;
        render) words='png svg pdf gif webp mp4 frames' ;;
        explain) words='text json tex' ;;
        *) words='text json' ;;
      esac
      ;;
    --size) words='1920x1080 1280x720 3840x2160 86x60mm' ;;
    --theme) words='light dark print' ;;
    --background) words='theme white transparent' ;;
    --chart) words='loss lr gradient_norm step_length distance effective_lr realised_lr update_angle momentum_share state difference test_loss accuracy plane_loss sharpness' ;;
    --charts) words='auto yes no' ;;
    --projection) words='2d 3d' ;;
    --height) words='auto linear log' ;;
    --svg-text) words='outlines text' ;;
    --plane) words='coordinates random principal points hessian velocity' ;;
    --kind) words='basin sweep tune ensemble' ;;
    --color) words='outcome loss steps' ;;
    --x | --y) words='lr momentum betas[0] betas[1] weight_decay' ;;
    --dpi | --step | --panel | --from | --to | --every | --fps | --loop | --azimuth | --elevation | --orbit) return ;;
    --x-range | --y-range | --zoom | --resolution | --contender | --budget | --seeds) return ;;
    *)
      case $command in
        '')
          words="$commands --help --version"
          files='*.@(thalweg|npz|safetensors)'
          ;;
        recorder) ;;
        list) words='objectives optimizers schedules' ;;
        describe) words=$(_thalweg_names) ;;
        *) files='*.@(thalweg|npz|safetensors)' ;;
      esac
      if [[ $current == -* ]]; then
        words='--help --version'
        files=''
        case $command in
          run) words+=' --format --state --measures --output' ;;
          code) words+=' --plain --output' ;;
          map)
            words+=' --output --kind --x --y --x-range --y-range --zoom --resolution --panel --contender --color --budget'
            words+=' --seeds --size --theme --bare'
            ;;
          explain) words+=' --output --format --panel --contender --step' ;;
          lessons) words+=' --list --check --format' ;;
          project) words+=' --panel --plane --format --output' ;;
          recorder) words+=' --output' ;;
          list) words+=' --format' ;;
          describe) words+=' --format --rule' ;;
          render)
            words+=' --output --format --size --dpi --step --theme --background --caption --explain --contender --panel'
            words+=' --chart --charts --projection --azimuth --elevation --height --orbit --svg-text --from --to --every'
            words+=' --fps --loop'
            ;;
        esac
      fi
      ;;
  esac

  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ -n $files ]]; then
    local name
    compopt -o filenames 2>/dev/null
    while IFS= read -r name; do
      # shellcheck disable=SC2053
      if [[ -d $name || ${name##*/} == $files ]]; then COMPREPLY+=("$name"); fi
    done < <(compgen -f -- "$current")
  fi
}

complete -F _thalweg thalweg
