package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Login by a provider that other people wrote, and what is tried against it. */
class OidcTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final Accounts.By SETUP = new Accounts.By("setup", "test");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String SECRET = "a secret of this server's own";

  @TempDir Path folder;
  private final MockOAuth2Server provider = new MockOAuth2Server();
  private SharedServer shared;

  @BeforeEach
  void start() throws Exception {
    provider.start();
    Files.writeString(folder.resolve("secret.txt"), SECRET + "\n");
    Path file =
        Files.writeString(
            folder.resolve("oidc.properties"),
            "issuer=%s\nclient-id=chokepoint\nclient-secret-file=secret.txt\naddress=http://localhost:1\n"
                .formatted(provider.issuerUrl("staff")));
    OidcSettings settings = OidcSettings.read(file);
    assertThat(settings.toString()).doesNotContain(SECRET);
    shared =
        new SharedServer(
            Stores.fresh(Stores.Kind.SQLITE, folder),
            KNOWLEDGE,
            sharing -> sharing.withOidc(settings));
    shared.accounts.add("eve", Role.ANALYST, null, SETUP);
  }

  @AfterEach
  void stop() {
    shared.close();
    provider.shutdown();
  }

  /** What the next token says. */
  private void says(Map<String, Object> claims, long seconds) {
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            "staff", "subject-1", "JWT", List.of("chokepoint"), claims, seconds));
  }

  private HttpResponse<String> begin() throws Exception {
    HttpResponse<String> away = shared.get("/login/oidc?next=/chips", null);
    assertThat(away.statusCode()).as(away.body()).isEqualTo(303);
    return away;
  }

  /** What the provider sends the browser back with: a path of ours. */
  private static String back(HttpResponse<String> away) throws Exception {
    URI there = URI.create(away.headers().firstValue("Location").orElseThrow());
    HttpResponse<String> sent =
        CLIENT.send(HttpRequest.newBuilder(there).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(302);
    URI here = URI.create(sent.headers().firstValue("Location").orElseThrow());
    assertThat(here.getPath()).isEqualTo(OidcSettings.DONE);
    return here.getPath() + "?" + here.getRawQuery();
  }

  @Test
  void aUserOfOursIsLetIn() throws Exception {
    says(Map.of("preferred_username", "Eve"), 120);
    HttpResponse<String> away = begin();
    String there = away.headers().firstValue("Location").orElseThrow();
    assertThat(there)
        .startsWith(provider.issuerUrl("staff").toString())
        .contains("code_challenge_method=S256", "state=", "nonce=", "response_type=code")
        .doesNotContain(SECRET);
    HttpResponse<String> in = shared.get(back(away), SharedServer.cookies(away));
    assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).hasValue("/chips");
    assertThat(in.headers().allValues("Set-Cookie"))
        .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    assertThat(shared.get("/account", SharedServer.cookies(in)).body()).contains("eve", "analyst");
    assertThat(shared.chain.about("user:eve", Long.MAX_VALUE, 1).getFirst().said("via"))
        .isEqualTo("oidc");
    assertThat(String.join("\n", shared.log)).doesNotContain(SECRET, "code=", "state=");
  }

  /** The session of before is worth nothing after, and no password was set that could be tried. */
  @Test
  void aSessionIsNewAndThereIsNoPassword() throws Exception {
    String planted = "chokepoint=" + "A".repeat(43);
    says(Map.of("preferred_username", "eve"), 120);
    HttpResponse<String> away = begin();
    HttpResponse<String> in = shared.get(back(away), planted + "; " + SharedServer.cookies(away));
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(shared.get("/account", planted).statusCode()).isEqualTo(303);
    for (String password : List.of("none", "", "four words that rest")) {
      assertThat(shared.login("eve", password).statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "preferred_username, nobody.of.ours, 120",
    "preferred_username, '', 120",
    "email, eve, 120",
    "preferred_username, eve, -600",
    "nonce, of-another-login, 120",
    "iss, https://elsewhere.test/, 120",
    "aud, somebody-else, 120"
  })
  void whoIsNotVouchedForStaysOut(String claim, String value, long seconds) throws Exception {
    long accounts = shared.accounts.all().size();
    says(
        claim.equals("preferred_username") || claim.equals("email")
            ? Map.of(claim, value)
            : Map.of("preferred_username", "eve", claim, value),
        seconds);
    HttpResponse<String> away = begin();
    HttpResponse<String> out = shared.get(back(away), SharedServer.cookies(away));
    assertThat(out.statusCode()).isEqualTo(403);
    assertThat(SharedServer.cookies(out)).doesNotContainPattern("chokepoint=");
    assertThat(shared.accounts.all()).hasSize((int) accounts);
  }

  /** U+212A, the Kelvin sign, is k in lower case. */
  @Test
  void aLetterThatBecomesOneOfOursNamesNobody() throws Exception {
    shared.accounts.add("kate", Role.ADMIN, SharedServer.PASSWORD.toCharArray(), SETUP);
    says(Map.of("preferred_username", "\u212aate"), 120);
    HttpResponse<String> away = begin();
    assertThat(shared.get(back(away), SharedServer.cookies(away)).statusCode()).isEqualTo(403);
  }

  @Test
  void whoIsDisabledStaysOut() throws Exception {
    shared.accounts.disable("eve", true, SETUP);
    says(Map.of("preferred_username", "eve"), 120);
    HttpResponse<String> away = begin();
    assertThat(shared.get(back(away), SharedServer.cookies(away)).statusCode()).isEqualTo(403);
  }

  /** Another's code, a state of another login, no cookie, the same code twice, another verifier. */
  @Test
  void onlyTheBrowserThatBeganEnds() throws Exception {
    says(Map.of("preferred_username", "eve"), 120);
    says(Map.of("preferred_username", "eve"), 120);
    HttpResponse<String> mine = begin();
    HttpResponse<String> others = begin();
    String path = back(mine);
    String cookies = SharedServer.cookies(mine);
    String foreign = SharedServer.cookies(others);
    assertThat(shared.get(path, null).statusCode()).isEqualTo(403);
    assertThat(shared.get(path, foreign).statusCode()).isEqualTo(403);
    assertThat(shared.get(path.replaceFirst("state=[^&]*", "state=x"), cookies).statusCode())
        .isEqualTo(403);
    assertThat(shared.get(path.replaceFirst("code=[^&]*", "code=x"), cookies).statusCode())
        .isEqualTo(403);
    String code = path.replaceFirst(".*[?&]code=([^&]*).*", "$1");
    String state = back(others).replaceFirst(".*[?&]state=([^&]*).*", "$1");
    assertThat(
            shared
                .get(OidcSettings.DONE + "?code=" + code + "&state=" + state, foreign)
                .statusCode())
        .as("a code that was begun with another verifier")
        .isEqualTo(403);
    HttpResponse<String> elsewhere = shared.get("/login/oidc?next=https://evil.test/", null);
    assertThat(elsewhere.headers().allValues("Set-Cookie").toString()).doesNotContain("6576696c");
  }

  private String enteredByProvider() throws Exception {
    says(Map.of("preferred_username", "eve"), 120);
    HttpResponse<String> away = begin();
    return SharedServer.cookies(shared.get(back(away), SharedServer.cookies(away)));
  }

  private HttpResponse<String> leave(String cookies) throws Exception {
    String token = SharedServer.token(shared.get("/account", cookies));
    return shared.send(
        SharedServer.form(shared.request("/logout").header("Cookie", cookies), "form", token));
  }

  private static String policy(HttpResponse<String> page) {
    return page.headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  /** OpenID Connect RP-Initiated Logout 1.0, section 2: the parameters that it names. */
  @Test
  void whoCameByTheProviderLeavesThereToo() throws Exception {
    String cookies = enteredByProvider();
    String base = provider.issuerUrl("staff").toString();
    String origin = base.substring(0, base.indexOf('/', "http://".length()));
    assertThat(policy(shared.get("/account", cookies))).contains("form-action 'self' " + origin);
    assertThat(policy(shared.get("/chips", cookies))).doesNotContain(origin);
    HttpResponse<String> left = leave(cookies);
    assertThat(left.statusCode()).isEqualTo(303);
    String there = left.headers().firstValue("Location").orElseThrow();
    assertThat(there)
        .startsWith(base + "/endsession?")
        .contains("client_id=chokepoint", "id_token_hint=ey")
        .contains("post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A1%2Flogin");
    assertThat(shared.get("/account", cookies).statusCode()).as("ended here").isEqualTo(303);
    HttpResponse<String> sent =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(there)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(sent.headers().firstValue("Location")).hasValue("http://localhost:1/login");
    assertThat(String.join("\n", shared.log)).doesNotContain("id_token", "ey");
  }

  @Test
  void whoCameByPasswordLeavesHereAlone() throws Exception {
    String mixed = enteredByProvider().replaceFirst("chokepoint=[^;]*;? ?", "");
    String own = SharedServer.cookies(shared.login("viewer", SharedServer.PASSWORD));
    assertThat(policy(shared.get("/account", own))).contains("form-action 'self';");
    assertThat(leave(own).headers().firstValue("Location")).hasValue("/login");
    HttpResponse<String> page = shared.get("/login", mixed);
    HttpResponse<String> again =
        shared.send(
            SharedServer.form(
                shared
                    .request("/login")
                    .header("Cookie", mixed + "; " + SharedServer.cookies(page)),
                "form",
                SharedServer.token(page),
                "name",
                "viewer",
                "password",
                SharedServer.PASSWORD));
    assertThat(again.headers().allValues("Set-Cookie").toString())
        .containsPattern("chokepoint-by=;");
  }

  @Test
  void aProviderThatIsAwayKeepsNobodyIn() throws Exception {
    String cookies = enteredByProvider();
    provider.shutdown();
    HttpResponse<String> left = leave(cookies);
    assertThat(left.statusCode()).isEqualTo(303);
    assertThat(shared.get("/account", cookies).statusCode()).isEqualTo(303);
  }

  @Test
  void aProviderThatIsAwayIsSaid() throws Exception {
    provider.shutdown();
    HttpResponse<String> page = shared.get("/login/oidc", null);
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.body()).contains("cannot be reached");
    assertThat(shared.login("viewer", SharedServer.PASSWORD).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client-id=a;client-secret-file=secret.txt;address=https://a.test;issuer=http://sso.test/ | bad value
          issuer=https://sso.test/ | missing
          isuer=https://sso.test/ | unknown key
          client-id=a;client-secret-file=secret.txt;address=https://a.test;issuer=https://sso.test/;algorithm=none | bad value
          client-id=a;client-secret-file=secret.txt;address=https://a.test;issuer=https://sso.test/;algorithm=HS256 | bad value
          client-id=a;client-secret-file=gone.txt;address=https://a.test;issuer=https://sso.test/ | cannot read
          """)
  void wrongSettingsAreRefused(String lines, String problem) throws Exception {
    Path file = Files.writeString(folder.resolve("wrong"), lines.replace(';', '\n'));
    assertThatThrownBy(() -> OidcSettings.read(file))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(problem);
  }
}
