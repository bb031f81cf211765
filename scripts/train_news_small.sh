#!/usr/bin/env bash
# The training of news-small, from a pretrained encoder on: scripts/train_news_small.sh DATA OUT
# On two CPU cores about seven hours; called again after a kill, it goes on where it stopped. (The first run of the released
# model was an earlier one of the same recipe; the one that its weights were averaged with is run 1 as it is here.)
set -euo pipefail
data=$(realpath "$1") out=$(realpath -m "$2")
cd "$(dirname "$0")/.."
export OMP_NUM_THREADS=1 # two processes of one thread; a GPU needs but one

train() { # NUMBER CONFIG [SOURCE]: a run into OUT/NUMBER
  torchrun --nproc_per_node 2 -m onrecord train "configs/$2.yaml" --data "$data" -o "$out/$1" \
    ${3:+--set "source=model:$out/$3"}
}

train 1 train-news-small
train 2 train-news-small-2 1/model
train 3 train-news-small-3 2/model
train 4 train-news-small-4 3/model
train 5 train-news-small-5 4/model
# A quarter of the first model, and then the heads for relations again on the encoder as it is.
python scripts/average_models.py "$out/5/model" "$out/1/model" "$out/mean" --share 0.25
train 6 train-news-small-6 mean
# The heads for the task itself. What its annotations lack (nominals, pronouns, entities of other names) comes from records of
# the same articles; those of the released model were made by the default of the version before, with spaCy's parse and the
# rules beside the model. `rules` makes records of the same kind.
if [ ! -e "$out/silver.jsonl" ]; then
  for part in onrecord/train/{world,relations,speakers}.jsonl worldwide/train; do
    onrecord convert "$data/$part" "$out/articles-$(basename "$part" .jsonl).jsonl"
  done
  onrecord run "$out"/articles-*.jsonl --config rules -o "$out/silver.jsonl"
fi
silver=()
for corpus in world more relations speakers; do silver+=(--set "corpora.$corpus.silver=$out/silver.jsonl"); done
torchrun --nproc_per_node 2 -m onrecord train configs/train-news.yaml --data "$data" -o "$out/7" \
  --set "source=model:$out/6/model" --set "corpora.more.train=$PWD/scripts/annotations/worldwide.jsonl" "${silver[@]}"
# The same again from there on, with a head for relations that reads several places of a pair; the records of the articles are
# the new model's own.
if [ ! -e "$out/silver-8.jsonl" ]; then
  onrecord run "$out"/articles-*.jsonl --config configs/silver.yaml --set "stages.encode.model=$out/7/model" \
    -o "$out/silver-8.jsonl"
fi
torchrun --nproc_per_node 2 -m onrecord train configs/train-news-2.yaml --data "$data" -o "$out/8" \
  --set "source=model:$out/7/model" --set "corpora.more.train=$PWD/scripts/annotations/worldwide.jsonl" \
  "${silver[@]//silver.jsonl/silver-8.jsonl}"
mkdir -p "$out/model" && cp "$out/8/model/"* "$out/model/"
python scripts/recalibrate.py "$out/model" configs/train-news-2.yaml "$data" --heads \
  names-conll2003 names-worldwide names-dwie names-conll04 mentions-outer mentions-inner quotes \
  relations-dwie relations-conll04 relations-directed_sentiment
python scripts/calibrate_news.py "$out/model" "$data/onrecord/dev/world.jsonl" "$data/onrecord/dev/relations.jsonl"
