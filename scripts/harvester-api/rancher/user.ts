/** The one user: everybody who opens the dashboard is this administrator. */
export const USER = {
  id:        'user-admin',
  name:      'Default Admin',
  loginName: 'admin',
  principal: 'local://user-admin',
} as const;
