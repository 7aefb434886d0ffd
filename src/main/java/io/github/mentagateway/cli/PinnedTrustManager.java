package io.github.mentagateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the gateway's own certificate by comparison, whatever the host's name, because a command that can read its file is on the
 * gateway's machine. Any other certificate must be trusted by {@code otherwise}, host name included.
 */
final class PinnedTrustManager extends X509ExtendedTrustManager {
  private final X509Certificate pinned;
  private final X509ExtendedTrustManager otherwise;

  /** Either may be null. */
  PinnedTrustManager(X509Certificate pinned, X509ExtendedTrustManager otherwise) {
    this.pinned = pinned;
    this.otherwise = otherwise;
  }

  /**
   * @param file the PEM file of the gateway's certificate
   * @param only whether it alone is trusted; else those that Java trusts too, and it need not be there
   */
  static PinnedTrustManager of(Path file, boolean only) throws GeneralSecurityException {
    if (!Files.exists(file) && !only) {
      return new PinnedTrustManager(null, usual());
    }
    try (InputStream in = Files.newInputStream(file)) {
      // the first certificate in the file is the server's; those of its authorities may follow
      X509Certificate pinned = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return new PinnedTrustManager(pinned, only ? null : usual());
    } catch (AccessDeniedException e) {
      throw new CommandFailedException(file + " may not be read by the user " + System.getProperty("user.name") + ": run the command as the user that the"
          + " gateway runs as", e);
    } catch (IOException e) {
      throw new CommandFailedException(file + " is not there: it is made by the first start of the gateway in this folder", e);
    }
  }

  static X509ExtendedTrustManager usual() throws GeneralSecurityException {
    return of(null);
  }

  /** @param certificates the certificates that are trusted, with those that they have signed; null for those that Java trusts */
  static X509ExtendedTrustManager of(KeyStore certificates) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(certificates);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager usual) {
        return usual;
      }
    }
    throw new GeneralSecurityException("this JDK has no X.509 trust manager");
  }

  SSLContext context() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {this}, null);
    return context;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
    if (!isPinned(chain)) {
      others().checkServerTrusted(chain, type, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
    if (!isPinned(chain)) {
      others().checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (!isPinned(chain)) {
      throw new CertificateException("not the gateway's own certificate");
    }
  }

  private boolean isPinned(X509Certificate[] chain) {
    return chain.length > 0 && chain[0].equals(pinned);
  }

  private X509ExtendedTrustManager others() throws CertificateException {
    if (otherwise == null) {
      throw new CertificateException("not the gateway's own certificate");
    }
    return otherwise;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
    throw new CertificateException("for servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
    throw new CertificateException("for servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("for servers only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return otherwise == null ? new X509Certificate[0] : otherwise.getAcceptedIssuers();
  }
}
