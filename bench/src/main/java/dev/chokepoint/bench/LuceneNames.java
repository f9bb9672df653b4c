package dev.chokepoint.bench;

import dev.chokepoint.parties.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/** The peer: every name of a party as a document, each word asked for by Lucene's fuzzy search. */
final class LuceneNames implements Parties.Finder, AutoCloseable {
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  LuceneNames(List<Party> parties) throws IOException {
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()))) {
      for (int i = 0; i < parties.size(); i++) {
        add(writer, parties.get(i).name(), i);
        for (String alias : parties.get(i).aliases()) {
          add(writer, alias, i);
        }
      }
    }
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
  }

  private static void add(IndexWriter writer, String name, int party) throws IOException {
    Document document = new Document();
    document.add(new TextField("name", plain(name), Field.Store.NO));
    document.add(new StoredField("party", party));
    writer.addDocument(document);
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Integer> find(String name, int most) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String word : plain(name).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        int slips = word.length() < 4 ? 0 : word.length() < 8 ? 1 : 2;
        query.add(new FuzzyQuery(new Term("name", word), slips), BooleanClause.Occur.SHOULD);
      }
    }
    try {
      List<Integer> found = new ArrayList<>();
      for (ScoreDoc hit : searcher.search(query.build(), most * 4).scoreDocs) {
        int party =
            searcher.storedFields().document(hit.doc).getField("party").numericValue().intValue();
        if (!found.contains(party) && found.size() < most) {
          found.add(party);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
