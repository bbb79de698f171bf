//! The two CSV files of the portals: comma or semicolon, any order of columns, either spelling of a header.

use super::Log;
use super::account::Account;
use super::fields::{boolean, said};

/// Reads the rows of a table as accounts.
pub(super) fn accounts(file: &str, text: &str, log: &mut Log) -> Vec<Account> {
    let (delimiter, text) = delimited(text);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|header| header.trim().to_lowercase()).collect(),
        Err(error) => {
            log.problem(file, format!("is no table: {error}"));
            return Vec::new();
        }
    };
    let name =
        headers.iter().position(|header| ["userprincipalname", "user principal name"].contains(&header.as_str()));
    if name.is_none() {
        log.problem(file, "has no column `userPrincipalName` or `User principal name` in its first line");
        return Vec::new();
    }
    let (mut found, mut deleted) = (Vec::new(), 0);
    for (i, row) in reader.records().enumerate() {
        match row {
            Ok(row) => {
                let row = Row { headers: &headers, row: &row, file };
                if row.cell(&["Soft deletion time stamp"]).is_some() {
                    deleted += 1;
                } else {
                    found.extend(account(&row, i + 2, log));
                }
            }
            Err(error) => log.problem(file, format!("has a broken row: {error}")),
        }
    }
    log.note(deleted, format!("deleted users in {file} are left out"));
    found
}

/// What parts the cells, and the rows: a line `sep=;` says it to a spreadsheet, else the header shows it.
fn delimited(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(mark) = first.trim().strip_prefix("sep=")
        && let [mark @ (b';' | b',' | b'\t')] = mark.as_bytes()
    {
        return (*mark, rest);
    }
    let many = |mark: char| first.matches(mark).count();
    // Of equals the first: a header without any mark has one column.
    let most = [',', ';', '\t'].into_iter().rev().max_by_key(|mark| many(*mark));
    (most.map_or(b',', |mark| mark as u8), text)
}

struct Row<'a> {
    headers: &'a [String],
    row: &'a csv::StringRecord,
    file: &'a str,
}

impl Row<'_> {
    /// The first cell under one of these headers that says something, without the guards against formulas (`="…"`, and
    /// an apostrophe before what would begin one).
    fn cell(&self, names: &[&str]) -> Option<String> {
        let cell = |name: &&str| {
            let at = self.headers.iter().position(|header| header.eq_ignore_ascii_case(name))?;
            let text = self.row.get(at)?.trim();
            let text = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).unwrap_or(text);
            let text = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text);
            said(text).map(str::to_owned)
        };
        names.iter().find_map(cell)
    }
}

fn account(row: &Row<'_>, number: usize, log: &mut Log) -> Option<Account> {
    let Some(upn) =
        row.cell(&["userPrincipalName", "User principal name"]).filter(|upn| upn.find('@').is_some_and(|at| at > 0))
    else {
        log.problem(row.file, format!("row {number} has no user principal name such as adele@contoso.com"));
        return None;
    };
    let id =
        row.cell(&["id", "objectId", "Object Id"]).map_or_else(|| upn.to_lowercase(), |id| id.to_ascii_lowercase());
    let flag = |names: &[&str]| row.cell(names).and_then(|word| boolean(&word));
    let mut account = Account {
        id,
        name: row.cell(&["displayName", "Display name"]),
        mobile: row.cell(&["mobilePhone", "mobile", "Mobile Phone"]),
        office: row.cell(&["telephoneNumber", "Phone number"]),
        other_mails: row.cell(&["alternateEmailAddress"]).map(|text| split(&text)).unwrap_or_default(),
        user_type: row.cell(&["userType"]),
        enabled: flag(&["accountEnabled"]).or_else(|| flag(&["Block credential"]).map(|blocked| !blocked)),
        usage_location: row.cell(&["usageLocation", "Usage location"]),
        department: row.cell(&["department"]),
        synced: flag(&["directorySynced", "DirSyncEnabled"]),
        password_changed: row.cell(&["Last password change time stamp"]),
        password_policies: flag(&["Password never expires"])
            .map(|never| if never { "DisablePasswordExpiration".to_owned() } else { String::new() }),
        upn,
        ..Account::default()
    };
    account.issuers = row.cell(&["identityIssuer"]).map(|text| issuers(&text)).unwrap_or_default();
    if row.headers.iter().any(|header| header == "licenses") {
        let names = row.cell(&["Licenses"]).filter(|names| !names.eq_ignore_ascii_case("unlicensed"));
        account.product_names = Some(names.unwrap_or_default());
    }
    Some(account)
}

fn split(text: &str) -> Vec<String> {
    text.split([';', ',']).filter_map(said).map(str::to_owned).collect()
}

/// Issuers that say where a guest lives; the tenant's own name says nothing.
fn issuers(text: &str) -> Vec<(String, String)> {
    let known =
        |name: &&str| ["externalazuread", "microsoftaccount", "mail"].contains(&name.to_ascii_lowercase().as_str());
    text.split([';', ',']).map(str::trim).filter(known).map(|name| (name.to_owned(), String::new())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::files::{ENTRA_TABLE, M365_TABLE};
    use super::*;

    #[test]
    fn semicolons_aliases_and_any_order_are_read() {
        let text = "mobile;objectId;accountEnabled;userPrincipalName;directorySynced\n\
                    +1 4255550100;AB-1;False;adele@contoso.com;True\n";
        let mut log = Log::default();
        let rows = accounts(ENTRA_TABLE, text, &mut log);
        assert!(log.problems.is_empty());
        assert_eq!(rows[0].id, "ab-1");
        assert_eq!((rows[0].enabled, rows[0].synced), (Some(false), Some(true)));
        assert_eq!(rows[0].mobile.as_deref(), Some("+1 4255550100"));
        assert_eq!(rows[0].product_names, None);
    }

    #[test]
    fn guards_marks_and_deleted_rows_are_understood() {
        let text = "sep=;\nuserPrincipalName;mobile;displayName\na@b.com;'+1 4255550100;=\"Ann\"\nb@b.com;=\"+1 \
            4255550101\";Ben, Jr\n";
        let rows = accounts(ENTRA_TABLE, text, &mut Log::default());
        let told = |i: usize| (rows[i].mobile.as_deref().unwrap_or(""), rows[i].name.as_deref().unwrap_or(""));
        assert_eq!((told(0), told(1)), (("+1 4255550100", "Ann"), ("+1 4255550101", "Ben, Jr")));
        let mut log = Log::default();
        let text = "User principal name\tSoft deletion time stamp\na@b.com\t\nb@b.com\t2026-01-01\n";
        assert_eq!(accounts(M365_TABLE, text, &mut log).len(), 1);
        assert_eq!((log.notes.len(), log.problems.len()), (1, 0));
        assert_eq!(accounts(ENTRA_TABLE, "userPrincipalName\na@b.com\n", &mut Log::default()).len(), 1);
    }

    #[test]
    fn both_header_sets_of_the_user_table_say_the_same() {
        let older = "userPrincipalName,displayName,objectId,userType,accountEnabled,telephoneNumber,mobile,\
            physicalDeliveryOfficeName,directorySynced\na@b.com,Ann,X1,Member,True,+1 4255550199,+1 4255550100,HQ,False\n";
        let newer = older.replacen("objectId", "id", 1).replacen("mobile", "mobilePhone", 1).replacen(
            "physicalDeliveryOfficeName",
            "officeLocation",
            1,
        );
        let read = |text: &str| accounts(ENTRA_TABLE, text, &mut Log::default());
        assert_eq!(read(older), read(&newer));
        assert_eq!(read(older)[0].office.as_deref(), Some("+1 4255550199"));
    }

    #[test]
    fn the_other_table_has_products_and_blocked_credentials() {
        let text = "Block credential,Licenses,User principal name\nTrue,Microsoft 365 E3+Power \
            BI,a@b.com\nFalse,Unlicensed,c@b.com\n";
        let rows = accounts(M365_TABLE, text, &mut Log::default());
        assert_eq!(rows[0].product_names.as_deref(), Some("Microsoft 365 E3+Power BI"));
        assert_eq!((rows[0].enabled, rows[1].enabled), (Some(false), Some(true)));
        assert_eq!(rows[1].product_names.as_deref(), Some(""));
    }

    #[test]
    fn a_table_without_names_is_a_problem() {
        let mut log = Log::default();
        assert!(accounts(ENTRA_TABLE, "a,b\n1,2\n", &mut log).is_empty());
        assert!(accounts(ENTRA_TABLE, "userPrincipalName,b\n,2\n", &mut log).is_empty());
        assert_eq!(log.problems.len(), 2);
    }
}
