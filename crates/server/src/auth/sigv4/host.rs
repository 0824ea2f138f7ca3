//! Which service and Region a host of AWS's own naming belongs to.

use accede_membership::Region;

/// The service and the Region of `{service}[-fips].{region}.amazonaws.com[.cn]` or `….api.aws`. A server that is
/// reached by another name, as most are, serves every service and Region there.
pub(super) fn addressed(host: &str) -> Option<(&str, &str)> {
    let name = host.split(':').next().unwrap_or_default();
    let mut labels = name.strip_suffix('.').unwrap_or(name).splitn(3, '.');
    let [service, region, domain] = [labels.next()?, labels.next()?, labels.next()?];
    let domains = ["amazonaws.com", "amazonaws.com.cn", "api.aws"];
    let is_aws = domains.iter().any(|known| known.eq_ignore_ascii_case(domain));
    let is_region = region.to_ascii_lowercase().parse::<Region>().is_ok();
    let service = service.strip_suffix("-fips").unwrap_or(service);
    (is_aws && is_region).then_some((service, region))
}

#[cfg(test)]
mod tests {
    use super::addressed;

    #[test]
    fn knows_the_names_of_aws() {
        for (host, found) in [
            ("macie2.eu-west-1.amazonaws.com", Some(("macie2", "eu-west-1"))),
            ("macie2.eu-west-1.amazonaws.com:443", Some(("macie2", "eu-west-1"))),
            ("macie2.eu-west-1.amazonaws.com.", Some(("macie2", "eu-west-1"))),
            ("macie2-fips.us-gov-west-1.amazonaws.com", Some(("macie2", "us-gov-west-1"))),
            ("securityhub.cn-north-1.amazonaws.com.cn", Some(("securityhub", "cn-north-1"))),
            ("securityhub.us-east-1.api.aws", Some(("securityhub", "us-east-1"))),
            ("MACIE2.EU-WEST-1.AmazonAWS.com", Some(("MACIE2", "EU-WEST-1"))),
            ("sts.amazonaws.com", None),
            ("example.amazonaws.com", None),
            ("a.b.us-east-1.amazonaws.com", None),
            ("macie2.some_where.amazonaws.com", None),
            ("macie2.us-east-1.example.com", None),
            ("localhost:8080", None),
            ("127.0.0.1", None),
            ("[::1]:8080", None),
            ("", None),
        ] {
            assert_eq!(addressed(host), found, "{host}");
        }
    }
}
