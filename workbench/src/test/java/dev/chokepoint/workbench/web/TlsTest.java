package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by a keystore: cookies for TLS alone, and browsers are told to stay with it. */
class TlsTest {
  @TempDir Path folder;

  @Test
  void cookiesAndHeadersAreThoseOfTls() throws Exception {
    Path keystore = folder.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-keystore",
                keystore.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Sharing.Tls tls = new Sharing.Tls(keystore, "changeit");
      assertThat(tls.toString()).doesNotContain("changeit");
      Sharing sharing = new Sharing(store, "127.0.0.1", Set.of(), tls, false, Instant::now);
      try (Server server =
              Server.start(
                  Knowledge.load(),
                  () -> LocalDate.of(2026, 9, 29),
                  0,
                  Limits.USUAL,
                  line -> {},
                  line -> {},
                  sharing);
          HttpClient client = HttpClient.newBuilder().sslContext(trusting(keystore)).build()) {
        URI login = URI.create("https://localhost:" + server.port() + "/login");
        HttpResponse<String> page =
            client.send(
                HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(page.headers().firstValue("Strict-Transport-Security"))
            .hasValue("max-age=31536000");
        List<String> cookies = page.headers().allValues("Set-Cookie");
        assertThat(cookies)
            .singleElement()
            .asString()
            .startsWith("__Host-chokepoint-form=")
            .contains("Secure", "HttpOnly");
      }
    }
  }

  private static SSLContext trusting(Path keystore) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, "changeit".toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
