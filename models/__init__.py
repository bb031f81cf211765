"""The models: pure torch. Knows words, tensors and labels, never articles; imports nothing from the pipeline.

In the order of the data: `features` (what a word looks like), `tokenizer` (words to pieces), `windows` (a long text in
parts), `collate` (parts to tensors), `encoder` (tensors to word states), `heads` (word states to scores), `decode`
(scores to spans). Some heads read what was found before them: `mentions` and `entities` are those as tensors. `model`
holds an encoder and its heads together, `engine` runs it over whole texts, and `checkpoint` keeps it in a folder.
"""
