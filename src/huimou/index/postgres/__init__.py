"""The index in a PostgreSQL database with the extension pgvector: what `store` does in a folder.

    huimou.current                      one row: the build in use and the SHA-256 of its manifest
    huimou.builds                       build → manifest (JSON)
    huimou.parts_<build>                what is read as a whole: documents, suggestions, where runs begin
    huimou.chunks_<build>               row → chunk (JSON, offsets into the documents)
    huimou.chunk_vectors_<build>        row → vector, and an HNSW graph where there are very many
    huimou.sentence_vectors_<build>
    huimou.chunk_words_<build>          token → the rows that hold it, and its share of their BM25
    huimou.sentence_words_<build>

A build is written in one transaction, of which the last statement makes it current, so whatever kills it
leaves the index that was there, and nothing of its own. Texts are bytes of UTF-8: so they may hold whatever a
report holds, and the database may be in any encoding. `huimou.index.postgres` is the only psycopg import.
"""

from huimou.index.postgres.opened import corpus_root, current_build, open_before, open_index, sound_build
from huimou.index.postgres.save import build_lock, save_index

__all__ = [
    "build_lock",
    "corpus_root",
    "current_build",
    "open_before",
    "open_index",
    "save_index",
    "sound_build",
]
