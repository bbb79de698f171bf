//! Every page that a rule rests on, with the date the page carried when it was read.

use super::rule::Source;

const fn source(page: &'static str, date: &'static str, note: &'static str) -> Source {
    Source { page, date, note }
}

pub(crate) const ACCOUNT_LOCKOUT_DURATION_20210816: Source = source(
    "windows: windows/security/threat-protection/security-policy-settings/account-lockout-duration.md",
    "2021-08-16",
    "",
);
pub(crate) const APPENDIX_C_PROTECTED_ACCOUNTS_AND_GROUPS_IN_ACTI_20170531: Source = source(
    "windows-server: WindowsServerDocs/identity/ad-ds/plan/security-best-practices/Appendix-C--Protected-Accounts-and-Groups-in-Active-Directory.md",
    "2017-05-31",
    "",
);
pub(crate) const ASSIGN_LICENSES_TO_USERS_UNDATED: Source =
    source("microsoft-365: admin/manage/assign-licenses-to-users.md", "undated", "");
pub(crate) const AUTHENTICATE_APPLICATION_ID_20250724: Source = source(
    "entra: docs/identity/hybrid/connect/authenticate-application-id.md",
    "2025-07-24",
    "Learn page mirror; existing servers are not switched by themselves",
);
pub(crate) const AUTHENTICATIONMETHOD_RESETPASSWORD_UNDATED: Source = source(
    "graph: api-reference/v1.0/api/authenticationmethod-resetpassword.md",
    "undated",
    "pre-rename wording, about 2023",
);
pub(crate) const AZURE_DOCS_ISSUES_74824_74825_78645_20210505: Source =
    source("GitHub MicrosoftDocs/azure-docs issues 74824, 74825, 78645 (excerpts)", "2021-05-05", "to 2021-07-21");
pub(crate) const AZURE_DOCS_ISSUE_48980_AND_PR_89404_20200226: Source = source(
    "github MicrosoftDocs/azure-docs issue 48980 and PR 89404 (reader report, not product doc)",
    "2020-02-26",
    "2022-03-08",
);
pub(crate) const AZURE_DOCS_ISSUE_61636_20200827: Source =
    source("GitHub MicrosoftDocs/azure-docs issue 61636 (excerpt)", "2020-08-27", "");
pub(crate) const AZURE_DOCS_ISSUE_65416_20201102: Source =
    source("GitHub MicrosoftDocs/azure-docs issue 65416 (excerpt)", "2020-11-02", "");
pub(crate) const AZURE_DOCS_ISSUE_90333_20220323: Source =
    source("GitHub MicrosoftDocs/azure-docs issue 90333 (excerpt)", "2022-03-23", "");
pub(crate) const CHANGE_WINDOWS_ACTIVE_DIRECTORY_USER_PASSWORD_20250115: Source = source(
    "support: support/windows-server/active-directory/change-windows-active-directory-user-password.md",
    "2025-01-15",
    "",
);
pub(crate) const CHOOSE_AD_AUTHN_20250409: Source = source(
    "entra: docs/identity/hybrid/connect/choose-ad-authn.md",
    "2025-04-09",
    "Learn page mirror of 2026, methods do not depend on the sync tool",
);
pub(crate) const CHOOSE_AD_AUTHN_20250409_2: Source =
    source("entra: docs/identity/hybrid/connect/choose-ad-authn.md", "2025-04-09", "");
pub(crate) const CIPP_API_GET_CIPPALERTENTRALICENSEUTILIZATION_PS_20260808: Source = source(
    "KelvinTegelaar/CIPP-API Get-CIPPAlertEntraLicenseUtilization.ps1, read for endpoint and field names only",
    "2026-08-08",
    "",
);
pub(crate) const CLOUD_SYNC_VERSION_HISTORY_20250922: Source =
    source("entra: docs/includes/cloud-sync-version-history.md", "2025-09-22", "");
pub(crate) const CONCEPT_ACCOUNT_RECOVERY_OVERVIEW_20251107: Source =
    source("entra: docs/identity/authentication/concept-account-recovery-overview.md", "2025-11-07", "");
pub(crate) const CONCEPT_AUTHENTICATION_METHODS_20240822: Source = source(
    "entra: docs/identity/authentication/concept-authentication-methods.md",
    "2024-08-22",
    "superseded by overview-authentication.md",
);
pub(crate) const CONCEPT_AUTHENTICATION_METHODS_MANAGE_20250304: Source =
    source("entra: docs/identity/authentication/concept-authentication-methods-manage.md", "2025-03-04", "");
pub(crate) const CONCEPT_AUTHENTICATION_PHONE_OPTIONS_20250304: Source =
    source("entra: docs/identity/authentication/concept-authentication-phone-options.md", "2025-03-04", "");
pub(crate) const CONCEPT_AUTHENTICATION_SECURITY_QUESTIONS_20250304: Source =
    source("entra: docs/identity/authentication/concept-authentication-security-questions.md", "2025-03-04", "");
pub(crate) const CONCEPT_GROUP_BASED_LICENSING_20250131: Source =
    source("entra: docs/fundamentals/concept-group-based-licensing.md", "2025-01-31", "");
pub(crate) const CONCEPT_HOW_IT_WORKS_20250409: Source =
    source("entra: docs/identity/hybrid/cloud-sync/concept-how-it-works.md", "2025-04-09", "");
pub(crate) const CONCEPT_LICENSE_USAGE_INSIGHTS_20260311: Source =
    source("entra: docs/fundamentals/concept-license-usage-insights.md", "2026-03-11", "");
pub(crate) const CONCEPT_MFA_LICENSING_20241003: Source =
    source("entra: docs/identity/authentication/concept-mfa-licensing.md", "2024-10-03", "");
pub(crate) const CONCEPT_PASSWORD_BAN_BAD_20250304: Source =
    source("entra: docs/identity/authentication/concept-password-ban-bad.md", "2025-03-04", "");
pub(crate) const CONCEPT_PASSWORD_BAN_BAD_COMBINED_POLICY_20231016: Source =
    source("entra: docs/identity/authentication/concept-password-ban-bad-combined-policy.md", "2023-10-16", "");
pub(crate) const CONCEPT_PASSWORD_BAN_BAD_ON_PREMISES_20250304: Source =
    source("entra: docs/identity/authentication/concept-password-ban-bad-on-premises.md", "2025-03-04", "");
pub(crate) const CONCEPT_REGISTRATION_MFA_SSPR_COMBINED_20241001: Source =
    source("entra: docs/identity/authentication/concept-registration-mfa-sspr-combined.md", "2024-10-01", "");
pub(crate) const CONCEPT_SMS_VOICE_RETIREMENT_20260729: Source =
    source("entra: docs/identity/authentication/concept-sms-voice-retirement.md", "2026-07-29", "");
pub(crate) const CONCEPT_SMS_VOICE_RETIREMENT_FAQ_20260904: Source =
    source("entra: docs/identity/authentication/concept-sms-voice-retirement-faq.yml", "2026-09-04", "");
pub(crate) const CONCEPT_SSPR_DEPLOY_20250304: Source =
    source("entra: docs/identity/authentication/concept-sspr-deploy.md", "2025-03-04", "");
pub(crate) const CONCEPT_SSPR_DEPLOY_20250304_2: Source =
    source("entra: docs/identity/authentication/concept-sspr-deploy.md", "2025-03-04", "says the opposite");
pub(crate) const CONCEPT_SSPR_HOWITWORKS_20230914: Source =
    source("entra: docs/identity/authentication/concept-sspr-howitworks.md", "2023-09-14", "");
pub(crate) const CONCEPT_SSPR_HOWITWORKS_20250304: Source =
    source("entra: docs/identity/authentication/concept-sspr-howitworks.md", "2025-03-04", "");
pub(crate) const CONCEPT_SSPR_LICENSING_20180531: Source =
    source("azure: articles/active-directory/authentication/concept-sspr-licensing.md", "2018-05-31", "");
pub(crate) const CONCEPT_SSPR_LICENSING_20250304: Source = source(
    "entra: docs/identity/authentication/concept-sspr-licensing.md",
    "2025-03-04",
    "same in a Learn page mirror, 2026",
);
pub(crate) const CONCEPT_SSPR_LICENSING_20250304_2: Source =
    source("entra: docs/identity/authentication/concept-sspr-licensing.md", "2025-03-04", "");
pub(crate) const CONCEPT_SSPR_POLICY_20250515: Source =
    source("entra: docs/identity/authentication/concept-sspr-policy.md", "2025-05-15", "");
pub(crate) const CONCEPT_SSPR_POLICY_20250515_2: Source =
    source("entra: docs/identity/authentication/concept-sspr-policy.md", "2025-05-15", "older");
pub(crate) const CONCEPT_SSPR_POLICY_20250515_3: Source = source(
    "entra: docs/identity/authentication/concept-sspr-policy.md",
    "2025-05-15",
    "roles table newer than ms.date",
);
pub(crate) const CONCEPT_SSPR_WRITEBACK_20250304: Source =
    source("entra: docs/identity/authentication/concept-sspr-writeback.md", "2025-03-04", "");
pub(crate) const CONFIGURE_AD_FS_TO_SEND_PASSWORD_EXPIRY_CLAIMS_20240213: Source = source(
    "windows-server: WindowsServerDocs/identity/ad-fs/operations/Configure-AD-FS-to-Send-Password-Expiry-Claims.md (excerpt)",
    "2024-02-13",
    "",
);
pub(crate) const CONNECT_TO_CLOUD_SYNC_DECISION_GUIDE_20250217: Source =
    source("entra: docs/identity/hybrid/cloud-sync/connect-to-cloud-sync-decision-guide.md", "2025-02-17", "");
pub(crate) const CONVERSIONTABLE_CSV_20260729: Source =
    source("Microsoft identifier table, copy in KelvinTegelaar/CIPP-API Config/ConversionTable.csv", "2026-07-29", "");
pub(crate) const DOCS_MICROSOFT_COM_CONCEPT_SSPR_LICENSING_STORED_UNDATED: Source =
    source("docs.microsoft.com concept-sspr-licensing, stored page (excerpt)", "undated", "about 2019");
pub(crate) const DOCS_PLATFORM_SOFTWAREONE_COM_CSP_SUBSCRIPTION_S_UNDATED: Source =
    source("docs.platform.softwareone.com CSP subscription states (excerpts)", "undated", "");
pub(crate) const EMAILAUTHENTICATIONMETHOD_UNDATED: Source = source(
    "Microsoft Graph authentication methods overview / emailAuthenticationMethod (Learn excerpts)",
    "undated",
    "",
);
pub(crate) const ENFORCE_PASSWORD_HISTORY_20170419: Source = source(
    "windows: windows/security/threat-protection/security-policy-settings/enforce-password-history.md",
    "2017-04-19",
    "",
);
pub(crate) const ENTRA_ID_P1_DETAILED_20240603: Source =
    source("entra: docs/includes/entra-id-p1-detailed.md", "2024-06-03", "");
pub(crate) const ENTRA_OFFERINGS_20240605: Source =
    source("entra: docs/includes/definitions/entra-offerings.md", "2024-06-05", "");
pub(crate) const EXPLORE_SELF_SERVICE_PASSWORD_MANAGEMENT_UNDATED: Source =
    source("microsoft-learn unit: Explore self-service password management", "undated", "");
pub(crate) const GOOGLE_THIRD_PARTY_EXCERPTS_UNDATED: Source =
    source("precedence from Packt/Google third-party excerpts", "undated", "");
pub(crate) const HARDEN_UPDATE_AD_FS_PINGFEDERATE_20250919: Source = source(
    "entra: docs/identity/hybrid/connect/harden-update-ad-fs-pingfederate.md",
    "2025-09-19",
    "Learn page mirror",
);
pub(crate) const HOWTO_AUTHENTICATION_METHODS_ACTIVITY_20250304: Source =
    source("entra: docs/identity/authentication/howto-authentication-methods-activity.md", "2025-03-04", "");
pub(crate) const HOWTO_AUTHENTICATION_TEMPORARY_ACCESS_PASS_20230923: Source =
    source("entra: docs/identity/authentication/howto-authentication-temporary-access-pass.md", "2023-09-23", "");
pub(crate) const HOWTO_AUTHENTICATION_USE_EMAIL_SIGNIN_20250417: Source =
    source("entra: docs/identity/authentication/howto-authentication-use-email-signin.md", "2025-04-17", "");
pub(crate) const HOWTO_IDENTITY_PROTECTION_REMEDIATE_UNBLOCK_20250602: Source =
    source("entra: docs/id-protection/howto-identity-protection-remediate-unblock.md", "2025-06-02", "");
pub(crate) const HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_FAQ_20220216: Source =
    source("entra: docs/identity/authentication/howto-password-ban-bad-on-premises-faq.yml", "2022-02-16", "");
pub(crate) const HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_MONITOR_20230129: Source =
    source("entra: docs/identity/authentication/howto-password-ban-bad-on-premises-monitor.md", "2023-01-29", "");
pub(crate) const HOWTO_PASSWORD_BAN_BAD_ON_PREMISES_TROUBLESHOOT_20250114: Source =
    source("entra: docs/identity/authentication/howto-password-ban-bad-on-premises-troubleshoot.md", "2025-01-14", "");
pub(crate) const HOWTO_PASSWORD_SMART_LOCKOUT_20250304: Source =
    source("entra: docs/identity/authentication/howto-password-smart-lockout.md", "2025-03-04", "");
pub(crate) const HOWTO_PASSWORD_SMART_LOCKOUT_20260603: Source =
    source("entra: docs/identity/authentication/howto-password-smart-lockout.md", "2026-06-03", "Learn page mirror");
pub(crate) const HOWTO_REGISTRATION_MFA_SSPR_COMBINED_20250304: Source =
    source("entra: docs/identity/authentication/howto-registration-mfa-sspr-combined.md", "2025-03-04", "");
pub(crate) const HOWTO_REGISTRATION_MFA_SSPR_COMBINED_TROUBLESHOO_20250304: Source = source(
    "entra: docs/identity/authentication/howto-registration-mfa-sspr-combined-troubleshoot.md",
    "2025-03-04",
    "",
);
pub(crate) const HOWTO_SSPR_AUTHENTICATIONDATA_20250304: Source = source(
    "entra: docs/identity/authentication/howto-sspr-authenticationdata.md",
    "2025-03-04",
    "live page mirror, autumn 2026, carries the Oct/Nov 2026 notice",
);
pub(crate) const HOWTO_SSPR_CUSTOMIZATION_20250304: Source =
    source("entra: docs/identity/authentication/howto-sspr-customization.md", "2025-03-04", "");
pub(crate) const HOWTO_SSPR_DEPLOYMENT_20230129: Source = source(
    "entra: docs/identity/authentication/howto-sspr-deployment.md (older name of the deployment page)",
    "2023-01-29",
    "",
);
pub(crate) const HOWTO_SSPR_DEPLOYMENT_20230129_2: Source =
    source("entra: docs/identity/authentication/howto-sspr-deployment.md", "2023-01-29", "");
pub(crate) const HOWTO_SSPR_REPORTING_20250304: Source =
    source("entra: docs/identity/authentication/howto-sspr-reporting.md", "2025-03-04", "same in 2026 mirror");
pub(crate) const HOWTO_SSPR_REPORTING_20250304_2: Source =
    source("entra: docs/identity/authentication/howto-sspr-reporting.md", "2025-03-04", "");
pub(crate) const HOWTO_SSPR_WINDOWS_20250304: Source =
    source("entra: docs/identity/authentication/howto-sspr-windows.md", "2025-03-04", "");
pub(crate) const HOW_TO_AUTHENTICATION_METHODS_MANAGE_20241004: Source =
    source("entra: docs/identity/authentication/how-to-authentication-methods-manage.md", "2024-10-04", "");
pub(crate) const HOW_TO_CONNECT_CONFIGURE_AD_DS_CONNECTOR_ACCOUNT_20231106: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-configure-ad-ds-connector-account.md", "2023-11-06", "");
pub(crate) const HOW_TO_CONNECT_HEALTH_ALERT_CATALOG_20250409: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-health-alert-catalog.md",
    "2025-04-09",
    "Learn page mirror",
);
pub(crate) const HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-install-prerequisites.md",
    "2026-01-16",
    "Learn page mirror; the banner is newer than the date",
);
pub(crate) const HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_2: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-install-prerequisites.md",
    "2026-01-16",
    "Learn page mirror",
);
pub(crate) const HOW_TO_CONNECT_INSTALL_PREREQUISITES_20260116_3: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-install-prerequisites.md",
    "2026-01-16",
    "Learn page mirror; any version, forest level 2003",
);
pub(crate) const HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-password-hash-synchronization.md", "2025-04-09", "");
pub(crate) const HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409_2: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-password-hash-synchronization.md",
    "2025-04-09",
    "Learn page mirror of 2026, has a table of the cases",
);
pub(crate) const HOW_TO_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409_3: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-password-hash-synchronization.md",
    "2025-04-09",
    "Learn page mirror of 2026",
);
pub(crate) const HOW_TO_CONNECT_PTA_CURRENT_LIMITATIONS_20250409: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-pta-current-limitations.md", "2025-04-09", "");
pub(crate) const HOW_TO_CONNECT_PTA_FAQ_20241220: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-pta-faq.yml", "2024-12-20", "");
pub(crate) const HOW_TO_CONNECT_PTA_HOW_IT_WORKS_20250409: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-pta-how-it-works.md", "2025-04-09", "");
pub(crate) const HOW_TO_CONNECT_PTA_QUICK_START_20250909: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-pta-quick-start.md", "2025-09-09", "Learn page mirror");
pub(crate) const HOW_TO_CONNECT_PTA_SECURITY_DEEP_DIVE_20231106: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-pta-security-deep-dive.md", "2023-11-06", "");
pub(crate) const HOW_TO_CONNECT_SELECTIVE_PASSWORD_HASH_SYNCHRONI_20250409: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-selective-password-hash-synchronization.md",
    "2025-04-09",
    "",
);
pub(crate) const HOW_TO_CONNECT_STAGED_ROLLOUT_20250409: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-staged-rollout.md", "2025-04-09", "");
pub(crate) const HOW_TO_CONNECT_STAGED_ROLLOUT_20260915: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-staged-rollout.md", "2026-09-15", "Learn page mirror");
pub(crate) const HOW_TO_CONNECT_STAGED_ROLLOUT_20260915_2: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-staged-rollout.md",
    "2026-09-15",
    "Learn page mirror; sentence absent in the 2025 text",
);
pub(crate) const HOW_TO_CONNECT_STAGED_ROLLOUT_20260915_3: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-staged-rollout.md",
    "2026-09-15",
    "Learn page mirror; absent in the 2025 text",
);
pub(crate) const HOW_TO_CONNECT_STAGED_ROLLOUT_20260915_4: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-staged-rollout.md",
    "2026-09-15",
    "Learn page mirror; older text: 50,000 members",
);
pub(crate) const HOW_TO_CONNECT_SYNC_CHANGE_ADDSACCT_PASS_20250409: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-sync-change-addsacct-pass.md",
    "2025-04-09",
    "Learn page mirror",
);
pub(crate) const HOW_TO_CONNECT_SYNC_FEATURE_SCHEDULER_20250409: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-sync-feature-scheduler.md", "2025-04-09", "");
pub(crate) const HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409: Source =
    source("entra: docs/identity/hybrid/connect/how-to-connect-sync-staging-server.md", "2025-04-09", "");
pub(crate) const HOW_TO_CONNECT_SYNC_STAGING_SERVER_20250409_2: Source = source(
    "entra: docs/identity/hybrid/connect/how-to-connect-sync-staging-server.md",
    "2025-04-09",
    "Learn page mirror of 2026",
);
pub(crate) const HOW_TO_MANAGE_REGISTRY_OPTIONS_20250409: Source =
    source("entra: docs/identity/hybrid/cloud-sync/how-to-manage-registry-options.md", "2025-04-09", "");
pub(crate) const HOW_TO_PREREQUISITES_20250409: Source =
    source("entra: docs/identity/hybrid/cloud-sync/how-to-prerequisites.md", "2025-04-09", "");
pub(crate) const HOW_TO_PREREQUISITES_20260727: Source =
    source("entra: docs/identity/hybrid/cloud-sync/how-to-prerequisites.md", "2026-07-27", "Learn page mirror");
pub(crate) const HOW_TO_TROUBLESHOOT_20240426: Source =
    source("entra: docs/identity/hybrid/cloud-sync/how-to-troubleshoot.md", "2024-04-26", "");
pub(crate) const LEARN_MICROSOFT_COM_GRAPH_ASSIGNEDPLAN_RESOURCE__UNDATED: Source =
    source("learn.microsoft.com Graph assignedPlan resource page (excerpt)", "undated", "");
pub(crate) const LEARN_MICROSOFT_COM_OPENSPECS_MS_ADTS_3_1_1_3_1__UNDATED: Source =
    source("learn.microsoft.com openspecs MS-ADTS 3.1.1.3.1.5.1 unicodePwd (excerpt)", "undated", "");
pub(crate) const LEARN_MICROSOFT_COM_OPENSPECS_MS_ADTS_3_1_1_3_4__UNDATED: Source = source(
    "learn.microsoft.com openspecs MS-ADTS 3.1.1.3.4.1.27 LDAP_SERVER_POLICY_HINTS_OID (excerpt)",
    "undated",
    "",
);
pub(crate) const LEARN_MICROSOFT_COM_OPENSPECS_MS_SAMR_3_1_1_7_1__UNDATED: Source =
    source("learn.microsoft.com openspecs MS-SAMR 3.1.1.7.1 General Password Policy (excerpt)", "undated", "");
pub(crate) const LEARN_MICROSOFT_COM_OPENSPECS_MS_SAMR_3_1_1_8_PA_UNDATED: Source =
    source("learn.microsoft.com openspecs MS-SAMR 3.1.1.8 password triggers (dBCSPwd and unicodePwd)", "undated", "");
pub(crate) const LEARN_MICROSOFT_COM_POWERSHELL_ACTIVEDIRECTORY_A_UNDATED: Source =
    source("learn.microsoft.com powershell activedirectory Add-ADFineGrainedPasswordPolicySubject", "undated", "");
pub(crate) const LET_USERS_RESET_PASSWORDS_20241001: Source =
    source("microsoft-365: admin/add-users/let-users-reset-passwords.md", "2024-10-01", "");
pub(crate) const LICENSEASSIGNMENTSTATE_UNDATED: Source =
    source("graph: api-reference/v1.0/resources/licenseassignmentstate.md", "undated", "");
pub(crate) const LICENSING_20240603: Source = source("entra: docs/fundamentals/licensing.md", "2024-06-03", "");
pub(crate) const LICENSING_AUTHENTICATION_20250131: Source =
    source("entra: docs/includes/licensing-authentication.md", "2025-01-31", "");
pub(crate) const LICENSING_CHANGE_20250312: Source =
    source("entra: docs/includes/licensing-change.md", "2025-03-12", "");
pub(crate) const LICENSING_CONDITIONAL_ACCESS_20231026: Source =
    source("entra: docs/includes/licensing-conditional-access.md", "2023-10-26", "");
pub(crate) const LICENSING_GROUPS_CHANGE_LICENSES_20240823: Source =
    source("entra: docs/identity/users/licensing-groups-change-licenses.md", "2024-08-23", "");
pub(crate) const LICENSING_GROUPS_RESOLVE_PROBLEMS_20240730: Source =
    source("entra: docs/identity/users/licensing-groups-resolve-problems.md", "2024-07-30", "");
pub(crate) const LICENSING_GROUPS_RESOLVE_PROBLEMS_20250303: Source =
    source("entra: docs/fundamentals/licensing-groups-resolve-problems.md", "2025-03-03", "");
pub(crate) const LICENSING_GROUP_ADVANCED_20250115: Source =
    source("entra: docs/identity/users/licensing-group-advanced.md", "2025-01-15", "");
pub(crate) const LONGRUNNINGOPERATION_GET_UNDATED: Source =
    source("graph: api-reference/v1.0/api/longrunningoperation-get.md", "undated", "");
pub(crate) const MANAGE_GROUP_LICENSES_20240909: Source =
    source("microsoft-365: commerce/licenses/manage-group-licenses.md", "2024-09-09", "");
pub(crate) const MESSAGE_CENTER_MC1325414_READ_THROUGH_THIRD_PART_20260528: Source = source(
    "Message Center MC1325414, read through third-party mirrors (mc.merill.net, msmessagecenter.com, mwpro.co.uk)",
    "2026-05-28",
    "updated 2026-06-26",
);
pub(crate) const MESSAGE_CENTER_NOTICE_ON_SECURITY_QUESTIONS_RETI_20260218: Source = source(
    "Message Center notice on security questions retirement, read through third-party mirrors (pupuweb.com, getnametag.com)",
    "2026-02-18",
    "",
);
pub(crate) const MICROSOFT_GRAPH_AUTHENTICATION_METHODS_OVERVIEW_UNDATED: Source =
    source("Microsoft Graph authentication methods overview (Learn excerpts)", "undated", "");
pub(crate) const MICROSOFT_GRAPH_TYPES_2_43_1_20261122: Source = source(
    "npm @microsoft/microsoft-graph-types 2.43.1 (v1.0) and -beta 0.44.0-preview",
    "2026-11-22",
    "registry version read",
);
pub(crate) const MINIMUM_PASSWORD_AGE_20181113: Source = source(
    "windows: windows/security/threat-protection/security-policy-settings/minimum-password-age.md",
    "2018-11-13",
    "",
);
pub(crate) const MODELLING_CHOICE_20261122: Source = source("none: modelling choice", "2026-11-22", "");
pub(crate) const MY_STAFF_CONFIGURE_20210518: Source =
    source("entra: docs/identity/role-based-access-control/my-staff-configure.md", "2021-05-18", "");
pub(crate) const ONPREMISESDIRECTORYSYNCHRONIZATIONFEATURE_20241003: Source =
    source("graph: api-reference/v1.0/resources/onpremisesdirectorysynchronizationfeature.md", "2024-10-03", "");
pub(crate) const OVERVIEW_AUTHENTICATION_20251110: Source =
    source("entra: docs/identity/authentication/overview-authentication.md", "2025-11-10", "");
pub(crate) const PARTNER_CENTER_DOTNET_SAMPLES_ISSUE_131_20261122: Source =
    source("partner-center-dotnet-samples issue 131 (excerpts)", "2026-11-22", "registry version read");
pub(crate) const PASSWORDS_FAQ_20210813: Source =
    source("entra: docs/identity/authentication/passwords-faq.yml", "2021-08-13", "mirror of 2026-08-24, same figures");
pub(crate) const PASSWORDS_FAQ_20210813_2: Source =
    source("entra: docs/identity/authentication/passwords-faq.yml", "2021-08-13", "");
pub(crate) const PASSWORDS_FAQ_20250116: Source =
    source("entra: docs/identity/authentication/passwords-faq.yml", "2025-01-16", "Learn page mirror");
pub(crate) const PASSWORD_MUST_MEET_COMPLEXITY_REQUIREMENTS_20171231: Source = source(
    "windows: windows/security/threat-protection/security-policy-settings/password-must-meet-complexity-requirements.md",
    "2017-12-31",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_ACCESS_RIGHTS_PERMISSIONS_20220602: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-access-rights-permissions.md",
    "2022-06-02",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_ERROR_CODE_8023062C_20220211: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-error-code-8023062c.md",
    "2022-02-11",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_ERROR_CODE_SSPR_0029_20220817: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-error-code-sspr-0029.md",
    "2022-08-17",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_ERROR_CODE_SSPR_009_20250605: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-error-code-sspr-009.md",
    "2025-06-05",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_ERROR_CODE_SSPR_009_UNDATED: Source = source(
    "learn.microsoft.com troubleshoot/azure/entra/entra-id/user-prov-sync/password-writeback-error-code-sspr-009 (excerpt)",
    "undated",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_GENERAL_TROUBLESHOOTING_STEPS_20231103: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-general-troubleshooting-steps.md",
    "2023-11-03",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_MICROSOFT_365_ADMIN_CENTER_20220225: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-microsoft-365-admin-center.md",
    "2022-02-25",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_NOT_COMPLIANT_ON_PREMISES_AD__20220211: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-not-compliant-on-premises-ad-pwd-policy.md",
    "2022-02-11",
    "",
);
pub(crate) const PASSWORD_WRITEBACK_SERVERS_NEED_TIME_CATCH_UP_20220218: Source = source(
    "support: support/entra/entra-id/user-prov-sync/password-writeback-servers-need-time-catch-up.md",
    "2022-02-18",
    "",
);
pub(crate) const PLAN_CLOUD_SYNC_TOPOLOGIES_20250409: Source =
    source("entra: docs/identity/hybrid/cloud-sync/plan-cloud-sync-topologies.md", "2025-04-09", "Learn page mirror");
pub(crate) const PLAN_CONNECT_TOPOLOGIES_20231106: Source =
    source("entra: docs/identity/hybrid/connect/plan-connect-topologies.md", "2023-11-06", "");
pub(crate) const PRICES_CSV_2026: Source = source("licensing/prices.csv (each row names its page)", "2026", "");
pub(crate) const PUBLIC_ASSESSMENT_TOOLKIT_SOURCE_LOG_THAT_QUOTES_20260814: Source = source(
    "public assessment toolkit, source log that quotes howto-sspr-authenticationdata.md as updated 2026-08-04",
    "2026-08-14",
    "",
);
pub(crate) const PULUMI_AZUREAD_USERLICENSE_PAGE_20261013: Source =
    source("Pulumi azuread UserLicense page", "2026-10-13", "");
pub(crate) const PWD_HASH_SYNC_AUTO_ENABLE_20200528: Source =
    source("support: support/entra/entra-id/user-prov-sync/pwd-hash-sync-auto-enable.md", "2020-05-28", "");
pub(crate) const PWD_HASH_SYNC_STOPS_WORK_20200706: Source =
    source("support: support/entra/entra-id/user-prov-sync/pwd-hash-sync-stops-work.md", "2020-07-06", "");
pub(crate) const PWD_NOT_SYNC_20231103: Source =
    source("support: support/entra/entra-id/user-prov-sync/pwd-not-sync.md", "2023-11-03", "");
pub(crate) const REFERENCE_CONNECT_ACCOUNTS_PERMISSIONS_20230119: Source =
    source("entra: docs/identity/hybrid/connect/reference-connect-accounts-permissions.md", "2023-01-19", "");
pub(crate) const REFERENCE_CONNECT_PORTS_20250409: Source =
    source("entra: docs/identity/hybrid/connect/reference-connect-ports.md", "2025-04-09", "");
pub(crate) const REFERENCE_CONNECT_TLS_ENFORCEMENT_20250409: Source = source(
    "entra: docs/identity/hybrid/connect/reference-connect-tls-enforcement.md",
    "2025-04-09",
    "Learn page mirror",
);
pub(crate) const REFERENCE_CONNECT_VERSION_HISTORY_20231106: Source = source(
    "entra: docs/identity/hybrid/connect/reference-connect-version-history.md",
    "2023-11-06",
    "newest entry 2024-07-15",
);
pub(crate) const REFERENCE_CONNECT_VERSION_HISTORY_20231106_2: Source = source(
    "entra: docs/identity/hybrid/connect/reference-connect-version-history.md",
    "2023-11-06",
    "entry of 2021-07-20",
);
pub(crate) const REFERENCE_ERROR_CODES_20240424: Source =
    source("entra: docs/identity-platform/reference-error-codes.md", "2024-04-24", "");
pub(crate) const REFERENCE_ERROR_CODES_20260821: Source =
    source("entra: docs/identity/hybrid/cloud-sync/reference-error-codes.md", "2026-08-21", "Learn page mirror");
pub(crate) const RESET_UNDATED: Source = source(
    "learn.microsoft.com openspecs MS-SAMR 3.1.5.13.7.2 / .3 SamValidatePasswordChange / Reset (excerpt)",
    "undated",
    "",
);
pub(crate) const RESOLVE_LICENSE_CONFLICTS_UNDATED: Source =
    source("microsoft-365: admin/manage/resolve-license-conflicts.md", "undated", "");
pub(crate) const SEED_UNIT_EXPLORE_SELF_SERVICE_PASSWORD_MANAGEME_UNDATED: Source =
    source("seed unit \"Explore self-service password management\"", "undated", "");
pub(crate) const SELF_SERVICE_ACCOUNT_RECOVERY_20251208: Source =
    source("entra: docs/identity/authentication/self-service-account-recovery.yml", "2025-12-08", "");
pub(crate) const SET_PASSWORD_EXPIRATION_POLICY_20240529: Source =
    source("microsoft-365: admin/manage/set-password-expiration-policy.md", "2024-05-29", "");
pub(crate) const SSPR_009_FOR_SYNCHRONIZED_ADMINISTRATORS_20220211: Source =
    source("MicrosoftDocs support article: SSPR_009 for synchronized administrators", "2022-02-11", "");
pub(crate) const SUBSCRIPTIONS_AND_LICENSES_20250106: Source =
    source("microsoft-365: commerce/licenses/subscriptions-and-licenses.md", "2025-01-06", "");
pub(crate) const SUBSCRIPTION_LIFECYCLE_UNDATED: Source =
    source("learn.microsoft.com partner-center/customers/subscription-lifecycle", "undated", "");
pub(crate) const S_5_UNDATED: Source = source("www.microsoft.com/licensing/faqs/5 (excerpt)", "undated", "");
pub(crate) const TROUBLESHOOT_PWD_SYNC_20200622: Source =
    source("support: support/entra/entra-id/user-prov-sync/troubleshoot-pwd-sync.md", "2020-06-22", "");
pub(crate) const TROUBLESHOOT_SSPR_20250606: Source =
    source("entra: docs/identity/authentication/troubleshoot-sspr.md", "2025-06-06", "");
pub(crate) const TROUBLESHOOT_SSPR_WRITEBACK_20240621: Source =
    source("entra: docs/identity/authentication/troubleshoot-sspr-writeback.md", "2024-06-21", "");
pub(crate) const TROUBLESHOOT_SSPR_WRITEBACK_20240621_2: Source = source(
    "entra: docs/identity/authentication/troubleshoot-sspr-writeback.md",
    "2024-06-21",
    "event 31008 lists protected groups",
);
pub(crate) const TRY_MICROSOFT_ENTRA_SUITE_20240808: Source =
    source("entra: docs/fundamentals/try-microsoft-entra-suite.md", "2024-08-08", "");
pub(crate) const TSHOOT_CONNECT_PASSWORD_HASH_SYNCHRONIZATION_20250409: Source =
    source("entra: docs/identity/hybrid/connect/tshoot-connect-password-hash-synchronization.md", "2025-04-09", "");
pub(crate) const TSHOOT_CONNECT_PASS_THROUGH_AUTHENTICATION_20250409: Source =
    source("entra: docs/identity/hybrid/connect/tshoot-connect-pass-through-authentication.md", "2025-04-09", "");
pub(crate) const TUTORIAL_CONFIGURE_CUSTOM_PASSWORD_PROTECTION_20250304: Source =
    source("entra: docs/identity/authentication/tutorial-configure-custom-password-protection.md", "2025-03-04", "");
pub(crate) const TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20230913: Source =
    source("entra: docs/identity/authentication/tutorial-enable-cloud-sync-sspr-writeback.md", "2023-09-13", "");
pub(crate) const TUTORIAL_ENABLE_CLOUD_SYNC_SSPR_WRITEBACK_20250304: Source = source(
    "entra: docs/identity/authentication/tutorial-enable-cloud-sync-sspr-writeback.md",
    "2025-03-04",
    "Learn page mirror",
);
pub(crate) const TUTORIAL_ENABLE_SSPR_20240429: Source =
    source("entra: docs/identity/authentication/tutorial-enable-sspr.md", "2024-04-29", "");
pub(crate) const TUTORIAL_ENABLE_SSPR_20240521: Source =
    source("entra: docs/identity/authentication/tutorial-enable-sspr.md", "2024-05-21", "");
pub(crate) const TUTORIAL_ENABLE_SSPR_20240521_2: Source = source(
    "entra: docs/identity/authentication/tutorial-enable-sspr.md",
    "2024-05-21",
    "same answer in a Learn page mirror of 2026",
);
pub(crate) const TUTORIAL_ENABLE_SSPR_WRITEBACK_20230913: Source =
    source("entra: docs/identity/authentication/tutorial-enable-sspr-writeback.md", "2023-09-13", "");
pub(crate) const TUTORIAL_ENABLE_SSPR_WRITEBACK_20230913_2: Source =
    source("entra: docs/identity/authentication/tutorial-enable-sspr-writeback.md", "2023-09-13", "older roles");
pub(crate) const TUTORIAL_ENABLE_SSPR_WRITEBACK_20260527: Source =
    source("entra: docs/identity/authentication/tutorial-enable-sspr-writeback.md", "2026-05-27", "Learn page mirror");
pub(crate) const UNABLE_CONFIGURE_PWD_WRITEBACK_ERROR_20200522: Source =
    source("support: support/entra/entra-id/user-prov-sync/unable-configure-pwd-writeback-error.md", "2020-05-22", "");
pub(crate) const UPGRADE_TO_DIFFERENT_PLAN_20241205: Source =
    source("microsoft-365: commerce/subscriptions/upgrade-to-different-plan.md", "2024-12-05", "");
pub(crate) const USERREGISTRATIONDETAILS_UNDATED: Source =
    source("graph: api-reference/v1.0/resources/userregistrationdetails.md", "undated", "");
pub(crate) const USERS_RESET_PASSWORD_AZURE_PORTAL_20250402: Source =
    source("entra: docs/fundamentals/users-reset-password-azure-portal.yml", "2025-04-02", "");
pub(crate) const USERS_RESET_PASSWORD_AZURE_PORTAL_20250827: Source =
    source("entra: docs/fundamentals/users-reset-password-azure-portal.yml", "2025-08-27", "Learn page mirror");
pub(crate) const USER_CHANGEPASSWORD_UNDATED: Source =
    source("graph: api-reference/v1.0/api/user-changepassword.md", "undated", "about 2023");
pub(crate) const WHATIS_20240825: Source = source("entra: docs/fundamentals/whatis.md", "2024-08-25", "");
pub(crate) const WHATIS_FED_20241227: Source =
    source("entra: docs/identity/hybrid/connect/whatis-fed.md", "2024-12-27", "");
pub(crate) const WHATS_NEW_ARCHIVE_2018: Source =
    source("entra: docs/fundamentals/whats-new-archive.md (Microsoft Entra what's new)", "2018", "entries 2018-2025");
pub(crate) const WHATS_NEW_ARCHIVE_202304: Source = source(
    "entra: docs/fundamentals/whats-new-archive.md (Microsoft Entra what's new)",
    "2023-04",
    "general availability entry of April 2023",
);
pub(crate) const WHAT_IF_MY_SUBSCRIPTION_EXPIRES_20250206: Source =
    source("microsoft-365: commerce/subscriptions/what-if-my-subscription-expires.md", "2025-02-06", "");
pub(crate) const WHAT_IS_CLOUD_SYNC_20231106: Source =
    source("entra: docs/identity/hybrid/cloud-sync/what-is-cloud-sync.md", "2023-11-06", "");
