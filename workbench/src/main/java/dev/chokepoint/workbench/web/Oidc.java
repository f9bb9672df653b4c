package dev.chokepoint.workbench.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.chokepoint.workbench.ledger.Hash;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Login by a provider of OpenID Connect: authorization code with PKCE (RFC 7636), state and nonce.
 * The only part of the program that asks another machine, and only that of the provider that the
 * administrator named.
 */
final class Oidc {
  private static final int WAIT_MILLISECONDS = 5_000;
  private static final int MOST_BYTES = 256 * 1024;
  private static final long KEPT_NANOSECONDS = 3_600_000_000_000L;

  private final OidcSettings settings;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Known provider;

  private record Known(OIDCProviderMetadata metadata, long asked) {}

  Oidc(OidcSettings settings) {
    this.settings = settings;
  }

  /** That a login by the provider did not come about; the message names nobody and no secret. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  /**
   * Where a browser goes to log in.
   *
   * @param secret known to that browser alone, from which state, nonce and verifier are made
   * @param next page to go on with
   */
  URI begin(String secret, String next) throws Failed {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, new Scope(settings.scope().split(" ")), id(), settings.redirect())
        .endpointURI(provider().getAuthorizationEndpointURI())
        .state(new State(state(secret, next)))
        .nonce(nonce(secret))
        .codeChallenge(verifier(secret), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /** What must come back: only the browser with this secret can have begun it, and to go there. */
  static String state(String secret, String next) {
    return Hash.of("state " + secret + " " + next);
  }

  private static Nonce nonce(String secret) {
    return new Nonce(Hash.of("nonce " + secret));
  }

  private static CodeVerifier verifier(String secret) {
    return new CodeVerifier(Hash.of("verifier " + secret));
  }

  private ClientID id() {
    return new ClientID(settings.clientId());
  }

  /**
   * Who logged in.
   *
   * @param name value of the claim that names our users
   * @param token the provider's token that says so, by which it knows the login when it ends
   */
  record Who(String name, JWT token) {
    @Override
    public String toString() {
      return "Who " + name; // never the token
    }
  }

  /**
   * Who logged in, as the provider says.
   *
   * @throws Failed when the provider does not say so, in a token that is its own, new and for us
   */
  Who name(String code, String secret) throws Failed {
    OIDCProviderMetadata known = provider();
    try {
      HTTPRequest request =
          new TokenRequest.Builder(
                  known.getTokenEndpointURI(),
                  new ClientSecretBasic(id(), new Secret(settings.secret())),
                  new AuthorizationCodeGrant(
                      new AuthorizationCode(code), settings.redirect(), verifier(secret)))
              .build()
              .toHTTPRequest();
      request.setConnectTimeout(WAIT_MILLISECONDS);
      request.setReadTimeout(WAIT_MILLISECONDS);
      request.setFollowRedirects(false);
      TokenResponse response = OIDCTokenResponseParser.parse(request.send());
      if (!(response instanceof OIDCTokenResponse tokens)) {
        throw new Failed("the provider refused the code");
      }
      JWT token = tokens.getOIDCTokens().getIDToken();
      return new Who(claim(validator(known).validate(token, nonce(secret))), token);
    } catch (BadJOSEException | JOSEException e) {
      throw new Failed("the provider's token is not valid");
    } catch (GeneralException e) {
      throw new Failed("the provider's answer cannot be read");
    } catch (IOException e) {
      throw new Failed("the provider cannot be reached");
    }
  }

  private IDTokenValidator validator(OIDCProviderMetadata known) throws IOException {
    URL keys = known.getJWKSetURI().toURL();
    return new IDTokenValidator(
        new Issuer(settings.issuer()),
        id(),
        JWSAlgorithm.parse(settings.algorithm()),
        keys,
        new DefaultResourceRetriever(WAIT_MILLISECONDS, WAIT_MILLISECONDS, MOST_BYTES));
  }

  private String claim(IDTokenClaimsSet claims) throws Failed {
    String name = claims.getStringClaim(settings.claim());
    if (name == null || name.isBlank()) {
      throw new Failed("the provider's token has no claim " + settings.claim());
    }
    // An address that anybody may type at the provider names nobody.
    if (settings.claim().equals("email")
        && !Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"))) {
      throw new Failed("the provider has not verified the address");
    }
    String said = name.strip();
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(said)) {
      // A letter of another script may become one of ours in lower case, as the Kelvin sign does.
      throw new Failed("the claim " + settings.claim() + " is no name that a user here can have");
    }
    return said.toLowerCase(Locale.ROOT);
  }

  /**
   * Where a browser goes to log out at the provider, which sends it back to our login; null where
   * the provider has no such place.
   *
   * @param who what it said at the login, or null where that is not known any more
   */
  @Nullable URI leave(@Nullable Who who) throws Failed {
    URI there = provider().getEndSessionEndpointURI();
    return there == null || !settings.mayBeAsked(there)
        ? null
        : new LogoutRequest(
                there,
                who == null ? null : who.token(),
                null,
                id(),
                settings.redirect().resolve("/login"),
                null,
                null)
            .toURI();
  }

  /** What the provider says of itself, asked again after an hour; one login asks for all. */
  private OIDCProviderMetadata provider() throws Failed {
    Known known = provider;
    if (known != null && System.nanoTime() - known.asked() < KEPT_NANOSECONDS) {
      return known.metadata();
    }
    if (!asking.tryLock()) {
      if (known != null) {
        return known.metadata();
      }
      throw new Failed("the provider is being asked for another login");
    }
    try {
      OIDCProviderMetadata found = ask();
      provider = new Known(found, System.nanoTime());
      return found;
    } finally {
      asking.unlock();
    }
  }

  private OIDCProviderMetadata ask() throws Failed {
    try {
      OIDCProviderMetadata found =
          OIDCProviderMetadata.resolve(
              new Issuer(settings.issuer()), WAIT_MILLISECONDS, WAIT_MILLISECONDS);
      for (URI address :
          new URI[] {
            found.getAuthorizationEndpointURI(), found.getTokenEndpointURI(), found.getJWKSetURI()
          }) {
        if (address == null || !settings.mayBeAsked(address)) {
          throw new Failed("the provider names an address without TLS, or none");
        }
      }
      return found;
    } catch (GeneralException e) {
      throw new Failed("the provider is not the issuer that was named");
    } catch (IOException e) {
      throw new Failed("the provider cannot be reached");
    }
  }
}
